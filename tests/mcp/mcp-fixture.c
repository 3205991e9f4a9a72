/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-fixture"

#include "config.h"

#include "mcp-fixture.h"

static void
on_client_message (SalonMcpMemoryTransport *transport,
                   const SalonJson         *message,
                   gpointer                 user_data)
{
  Fixture *fixture = user_data;
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));

  g_ptr_array_add (fixture->received, salon_json_document_copy (message));
  if (g_strcmp0 (method, "initialize") == 0 && fixture->version != NULL)
    {
      g_autofree char *result =
        g_strdup_printf ("{\"protocolVersion\":\"%s\",\"capabilities\":%s,\"serverInfo\":"
                         "{\"name\":\"memory\",\"version\":\"1\"},\"instructions\":\"Be kind.\"}",
                         fixture->version, fixture->capabilities);

      salon_mcp_memory_transport_reply (transport, message, result);
    }
}

void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  fixture->version = "2025-11-25";
  fixture->capabilities = "{\"tools\":{},\"logging\":{}}";
  fixture->received = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_json_document_unref);
  fixture->clock = salon_manual_clock_new ();
  fixture->transport = salon_mcp_memory_transport_new (on_client_message, fixture, NULL);
  fixture->client = salon_mcp_client_new (SALON_MCP_TRANSPORT (fixture->transport), NULL,
                                          SALON_CLOCK (fixture->clock));
}

void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  mcp_test_close (fixture->client);
  g_assert_finalize_object (fixture->transport);
  g_assert_finalize_object (fixture->clock);
  g_ptr_array_unref (fixture->received);
}

void
open_client (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  mcp_test_await (salon_mcp_client_open (fixture->client), &error);
  g_assert_no_error (error);
  mcp_test_settle ();
}

const SalonJson *
get_received (Fixture *fixture,
              guint    index)
{
  mcp_test_settle ();
  g_assert_cmpuint (index, <, fixture->received->len);
  return salon_json_document_get_root (g_ptr_array_index (fixture->received, index));
}

const SalonJson *
get_last (Fixture *fixture)
{
  mcp_test_settle ();
  return get_received (fixture, fixture->received->len - 1);
}

void
assert_json (const SalonJson *value,
             const char      *expected)
{
  g_autofree char *text = salon_json_to_text (value, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

SalonMcpExchange *
call (Fixture *fixture)
{
  return salon_mcp_client_call_tool (fixture->client, "t", NULL);
}

void
assert_rejected (SalonMcpExchange *exchange,
                 GQuark            domain,
                 int               code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (exchange), &error));
  g_assert_error (error, domain, code);
}

void
answer (Fixture    *fixture,
        const char *result)
{
  g_autoptr (SalonJsonDocument) request = salon_json_document_copy (get_last (fixture));

  salon_mcp_memory_transport_reply (fixture->transport, salon_json_document_get_root (request),
                                    result);
  mcp_test_settle ();
}
