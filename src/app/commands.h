/* The commands, each defined beside the code that runs it. A new one adds its line here and in commands.c. */
#ifndef VARDE_APP_COMMANDS_H
#define VARDE_APP_COMMANDS_H

#include "app/command.h"

extern const struct command command_init, command_serve;
extern const struct command command_org_create, command_org_list;
extern const struct command command_user_create, command_user_list;
extern const struct command command_key_create, command_key_list, command_key_revoke, command_key_reset;
extern const struct command command_import, command_export, command_search, command_lookup;
extern const struct command command_indicators;
extern const struct command command_check, command_backup, command_restore;
extern const struct command command_read, command_stories, command_roundup;
extern const struct command command_changes, command_changes_compact;
extern const struct command command_subscription_add, command_subscription_list, command_subscription_remove, command_subscription_send_due;
extern const struct command command_claim_add, command_claim_list, command_claim_show, command_claim_withdraw;
extern const struct command command_agreement_new, command_agreement_key, command_agreement_sign, command_agreement_accede;
extern const struct command command_agreement_show, command_agreement_list, command_agreement_export, command_agreement_verify;
extern const struct command command_agreement_suspend, command_agreement_resume, command_agreement_withdraw, command_agreement_end;
extern const struct command command_config, command_routes, command_version;

#endif
