/* The sample's content. Everything in it is made up: domains below example.org and .example, addresses of RFC 5737 and RFC 3849, hashes of
 * made-up texts. The document is written with ' for " so that it can be read here; it holds no apostrophe. */
#include "app/sample.h"

#include <stdlib.h>
#include <string.h>

#include "app/load.h"

#define ORG "'Orgc':{'uuid':'7c2a1a8e-6a1e-4d0c-9a53-0d8f4a6c1b01','name':'Example CERT'}"

static const char sample[] =
    "[{'Event':{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5a01','info':'Phishing against shipping companies leads to a loader',"
    "'date':'2024-03-11','timestamp':'1710162000','distribution':'3','threat_level_id':'2','analysis':'2','published':true," ORG ","
    "'Tag':[{'name':'tlp:green'},{'name':'phishing'}],"
    "'Attribute':["
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b01','type':'email-src','category':'Payload delivery','value':'booking@harbour.example',"
    "'to_ids':true,'comment':'sender of the first wave'},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b02','type':'email-subject','category':'Payload delivery',"
    "'value':'Berth confirmation 4471','to_ids':false},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b03','type':'url','category':'Network activity',"
    "'value':'http://files.harbour.example/berth-4471.zip','to_ids':true,'first_seen':'2024-03-09T06:10:00+00:00'},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b04','type':'domain','category':'Network activity','value':'update-check.example',"
    "'to_ids':true,'Tag':[{'name':'command-and-control'}]},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b05','type':'ip-dst','category':'Network activity','value':'192.0.2.44','to_ids':true}],"
    "'Object':[{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5c01','name':'file','meta-category':'file','description':'The loader',"
    "'template_uuid':'688c46fb-5edb-40a3-8273-1af7923e2215','template_version':'24','Attribute':["
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5d01','type':'filename','object_relation':'filename','category':'Payload delivery',"
    "'value':'berth-4471.exe','to_ids':false},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5d02','type':'sha256','object_relation':'sha256','category':'Payload delivery',"
    "'value':'6a9d0c1c5f2b4b0a3e4a5d1f7f0c8b2e9d3a6c5b4f1e2d0c9b8a7f6e5d4c3b2a','to_ids':true}],"
    "'ObjectReference':[{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5e01','referenced_uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b04',"
    "'relationship_type':'communicates-with'}]}],"
    "'EventReport':[{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5f01','name':'What happened','distribution':'5',"
    "'content':'# What happened\\n\\nThree companies received a confirmation for a berth that nobody had booked. The archive holds a "
    "loader that talks to `update-check.example`.'}]}},"
    "{'Event':{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5a02','info':'Scanning of VPN gateways from rented servers',"
    "'date':'2024-03-19','timestamp':'1710853200','distribution':'1','threat_level_id':'3','analysis':'1','published':true," ORG ","
    "'Tag':[{'name':'tlp:clear'},{'name':'scanning'}],"
    "'Attribute':["
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b11','type':'ip-src','category':'Network activity','value':'192.0.2.44','to_ids':true,"
    "'comment':'the same address as in the phishing case'},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b12','type':'ip-src','category':'Network activity','value':'198.51.100.0/24',"
    "'to_ids':true},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b13','type':'ip-src','category':'Network activity','value':'2001:db8::77','to_ids':true},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b14','type':'user-agent','category':'Network activity','value':'gatewayprobe/1.2',"
    "'to_ids':false}]}},"
    "{'Event':{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5a03','info':'Notes on an unfinished investigation','date':'2024-03-21',"
    "'timestamp':'1711026000','distribution':'0','threat_level_id':'4','analysis':'0','published':false," ORG ","
    "'Attribute':["
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b21','type':'domain','category':'Network activity','value':'update-check.example',"
    "'to_ids':false,'comment':'seen by a second partner'},"
    "{'uuid':'1e6b7f62-51a4-4a7f-9a0d-4f3a8f0c5b22','type':'text','category':'Internal reference','value':'Ask the harbour office for "
    "logs.',"
    "'to_ids':false}]}}]";

enum err sample_load(struct context *c, int *events) {
    char *text = malloc(sizeof sample + LOAD_ROOM);
    struct load_report report = {0};
    struct loader loader = {.c = c, .notes = c->arena, .report = &report};
    if (!text) abort();
    memcpy(text, sample, sizeof sample);
    for (char *at = text; *at; at++)
        if (*at == '\'') *at = '"';
    enum err e = load_document(&loader, text, sizeof sample - 1);
    if (e == OK && report.refusals.len > 0) {
        struct refusal *r = &report.refusals.items[0];
        e = err_set(ERR_INTERNAL, "%.*s %.*s: %.*s", STR_ARG(r->event), STR_ARG(r->item), STR_ARG(r->why));
    }
    free(text);
    *events = (int)report.added;
    return e;
}
