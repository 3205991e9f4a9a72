/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "salon-address-judge.h"
#include "salon-mcp-auth-target-private.h"

/* An address that a document of a sign-in names, for a server on the web, whatever way it is
 * spelled: nothing inside of somebody's network gets through. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *url = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpAuthTarget) target = NULL;
  g_autoptr (GPtrArray) addresses = NULL;
  SalonMcpAuthPolicy policy = { NULL };

  if (!g_utf8_validate (url, -1, NULL))
    return 0;
  target = salon_mcp_auth_target_new (url, &error);
  g_assert_true ((target == NULL) == (error != NULL));
  if (target == NULL)
    return 0;
  g_assert_cmpuint (strlen (target->host), >, 0);
  g_assert_null (strpbrk (target->host, "@/?#[]% \t\r\n"));
  g_assert_true (g_str_is_ascii (target->host));
  salon_mcp_auth_policy_init (&policy, "https://mcp.example/mcp", FALSE);
  addresses = salon_mcp_auth_target_dup_addresses (target);
  if (salon_mcp_auth_policy_check_text (&policy, target, &error))
    {
      /* The server's own name may lead to this computer: that is judged by the address. */
      if (!g_str_equal (target->host, "mcp.example"))
        g_assert_cmpstr (target->scheme, ==, "https");
      g_assert_false (target->is_localhost);
      if (target->literal != NULL)
        g_assert_cmpint (salon_address_judge (target->literal), ==, SALON_ADDRESS_PUBLIC);
    }
  else
    {
      g_assert_nonnull (error);
    }
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      GInetAddress *address = g_ptr_array_index (addresses, i);

      if (salon_mcp_auth_policy_check_address (&policy, target, address, NULL))
        g_assert_cmpint (salon_address_judge (address), ==, SALON_ADDRESS_PUBLIC);
    }
  salon_mcp_auth_policy_clear (&policy);
  return 0;
}
