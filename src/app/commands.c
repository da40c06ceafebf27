/* The list of commands, in the order in which `varde help` shows them. */
#include "app/commands.h"

#include <stddef.h>

/* clang-format off */
const struct command *const commands[] = {
    &command_init, &command_serve,
    &command_org_create, &command_org_list,
    &command_user_create, &command_user_list,
    &command_key_create, &command_key_list, &command_key_revoke, &command_key_reset,
    &command_import, &command_export, &command_search, &command_lookup,
    &command_indicators,
    &command_check, &command_backup, &command_restore,
    &command_read, &command_stories, &command_roundup,
    &command_changes_compact, &command_changes,
    &command_subscription_add, &command_subscription_list, &command_subscription_remove, &command_subscription_send_due,
    &command_claim_add, &command_claim_list, &command_claim_show, &command_claim_withdraw,
    &command_agreement_new, &command_agreement_key, &command_agreement_sign, &command_agreement_accede,
    &command_agreement_show, &command_agreement_list, &command_agreement_export, &command_agreement_verify,
    &command_agreement_suspend, &command_agreement_resume, &command_agreement_withdraw, &command_agreement_end,
    &command_config, &command_routes, &command_version,
    NULL,
};
/* clang-format on */
