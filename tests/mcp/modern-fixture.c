/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "modern-fixture"

#include "config.h"

#include "modern-fixture.h"

const SalonJson *
modern_get_param (HttpPeerRequest *request,
                  const char      *name)
{
  const SalonJson *root = salon_json_document_get_root (request->message);

  return salon_json_get_member (salon_json_get_member (root, "params"), name);
}

const char *
modern_get_meta (HttpPeerRequest *request,
                 const char      *name)
{
  return salon_json_as_string (salon_json_get_member (modern_get_param (request, "_meta"), name));
}

gint64
modern_get_id (HttpPeerRequest *request)
{
  const SalonJson *root = salon_json_document_get_root (request->message);
  gint64 id = 0;

  g_assert_true (salon_json_as_int64 (salon_json_get_member (root, "id"), &id));
  return id;
}

/* Calls a tool with @arguments, JSON text. */
void
modern_call (Web               *web,
             const char        *tool,
             const char        *arguments,
             SalonMcpExchange **exchange)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (arguments);

  *exchange =
    salon_mcp_client_call_tool (web->client, tool, salon_json_document_get_root (document));
}
