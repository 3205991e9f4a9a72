/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-test.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-client-private.h"
#include "salon-mcp-auth-registration-private.h"

#define ISSUER "https://as.example"

static SalonMcpAuthServer *
make_server (const char *methods)
{
  g_autofree char *text =
    g_strdup_printf ("{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"https://as.example/t\"%s%s}",
                     methods != NULL ? ",\"token_endpoint_auth_methods_supported\":" : "",
                     methods != NULL ? methods : "");
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);

  return salon_mcp_auth_server_new (ISSUER, ISSUER, salon_json_document_get_root (document), NULL);
}

static void
test_methods (void)
{
  static const struct
  {
    const char *methods;
    gboolean    has_secret;
    gboolean    has_key;
    const char *chosen;
  } cases[] = {
    { NULL, FALSE, FALSE, "none" },
    { NULL, TRUE, FALSE, "client_secret_basic" },
    { NULL, FALSE, TRUE, "private_key_jwt" },
    { "[\"none\"]", FALSE, FALSE, "none" },
    { "[\"none\"]", TRUE, FALSE, "none" },
    { "[\"client_secret_post\"]", TRUE, FALSE, "client_secret_post" },
    { "[\"client_secret_post\",\"client_secret_basic\"]", TRUE, FALSE, "client_secret_basic" },
    { "[\"private_key_jwt\",\"client_secret_basic\"]", TRUE, TRUE, "private_key_jwt" },
    { "[\"client_secret_basic\"]", TRUE, TRUE, "client_secret_basic" },
    /* A public client, although the server does not name the way. */
    { "[\"client_secret_basic\"]", FALSE, FALSE, "none" },
    { "[\"tls_client_auth\"]", TRUE, FALSE, NULL },
    { "[\"client_secret_basic\"]", FALSE, TRUE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonMcpAuthServer) server = make_server (cases[i].methods);

      g_assert_cmpstr (salon_mcp_auth_client_choose_method (server, cases[i].has_secret,
                                                            cases[i].has_key),
                       ==, cases[i].chosen);
    }
}

static const char *
find (GPtrArray  *pairs,
      const char *name)
{
  for (guint i = 0; i + 1 < pairs->len; i += 2)
    if (g_str_equal (g_ptr_array_index (pairs, i), name))
      return g_ptr_array_index (pairs, i + 1);
  return NULL;
}

/* RFC 6749 section 2.3.1: encoded as in forms, and then once more. */
static void
test_basic (void)
{
  static const char * const cases[][3] = {
    { "me", "secret", "me:secret" },
    { "a:b", "c d", "a%3Ab:c+d" },
    { "https://x/?a=1&b", "%41+/=", "https%3A%2F%2Fx%2F%3Fa%3D1%26b:%2541%2B%2F%3D" },
    { "a-b_c.d", "~*'()", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonMcpAuthClient) client =
        salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, ISSUER, cases[i][0], cases[i][1],
                                   "client_secret_basic");
      g_autoptr (GPtrArray) form = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
      const char *value = NULL;
      g_autofree guchar *decoded = NULL;
      g_autofree char *text = NULL;
      gsize length = 0;

      g_assert_true (salon_mcp_auth_client_authenticate (client, NULL, salon_clock_get_system (),
                                                         form, headers, NULL));
      g_assert_cmpuint (form->len, ==, 0);
      value = find (headers, "Authorization");
      g_assert_true (g_str_has_prefix (value, "Basic "));
      decoded = g_base64_decode (value + 6, &length);
      text = g_strndup ((char *) decoded, length);
      if (cases[i][2] != NULL)
        g_assert_cmpstr (text, ==, cases[i][2]);
      else
        g_assert_true (g_str_has_prefix (text, "a-b_c.d:"));
    }
}

static void
test_post_and_none (void)
{
  g_autoptr (SalonMcpAuthClient) post =
    salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, ISSUER, "me", "s",
                               "client_secret_post");
  g_autoptr (SalonMcpAuthClient) none =
    salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, ISSUER, "me", "s", "none");
  g_autoptr (GPtrArray) form = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (salon_mcp_auth_client_authenticate (post, NULL, salon_clock_get_system (), form,
                                                     headers, NULL));
  g_assert_cmpstr (find (form, "client_id"), ==, "me");
  g_assert_cmpstr (find (form, "client_secret"), ==, "s");
  g_ptr_array_set_size (form, 0);
  g_assert_true (salon_mcp_auth_client_authenticate (none, NULL, salon_clock_get_system (), form,
                                                     headers, NULL));
  g_assert_cmpstr (find (form, "client_id"), ==, "me");
  g_assert_null (find (form, "client_secret"));
  g_assert_cmpuint (headers->len, ==, 0);
}

static gint64
get_number (SalonJsonDocument *document,
            const char        *name)
{
  gint64 number = -1;

  salon_json_as_int64 (salon_json_get_member (salon_json_document_get_root (document), name),
                       &number);
  return number;
}

static const char *
get_text (SalonJsonDocument *document,
          const char        *name)
{
  return salon_json_as_string (
    salon_json_get_member (salon_json_document_get_root (document), name));
}

/* RFC 7523 section 3 */
static void
test_private_key (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonMcpAuthKey) key = salon_mcp_auth_key_new_generate (NULL);
  g_autoptr (SalonMcpAuthClient) client =
    salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, ISSUER, "me", NULL,
                               "private_key_jwt");
  g_autoptr (GPtrArray) form = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SalonJsonDocument) claims = NULL;
  g_autoptr (GError) error = NULL;

  salon_manual_clock_set_real_time (clock, 1700000000 * (gint64) G_USEC_PER_SEC);
  g_assert_false (salon_mcp_auth_client_authenticate (client, NULL, SALON_CLOCK (clock), form,
                                                      headers, &error));
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED);
  g_ptr_array_set_size (form, 0);
  g_assert_true (salon_mcp_auth_client_authenticate (client, key, SALON_CLOCK (clock), form,
                                                     headers, NULL));
  g_assert_cmpstr (find (form, "client_id"), ==, "me");
  g_assert_cmpstr (find (form, "client_assertion_type"), ==,
                   "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  parts = g_strsplit (find (form, "client_assertion"), ".", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  bytes = salon_mcp_auth_base64url_decode (parts[1]);
  claims = salon_json_document_parse_bytes (bytes, NULL, NULL);
  g_assert_cmpstr (get_text (claims, "iss"), ==, "me");
  g_assert_cmpstr (get_text (claims, "sub"), ==, "me");
  g_assert_cmpstr (get_text (claims, "aud"), ==, ISSUER);
  g_assert_nonnull (get_text (claims, "jti"));
  g_assert_cmpint (get_number (claims, "iat"), ==, 1700000000);
  g_assert_cmpint (get_number (claims, "exp"), ==, 1700000120);
}

static SalonMcpAuthClient *
registered (const char  *answer,
            const char  *method,
            GError     **error)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (answer);

  return salon_mcp_auth_client_new_registered (ISSUER, salon_json_document_get_root (document),
                                               method, "http://127.0.0.1:9/callback", error);
}

static void
test_registered (void)
{
  static const struct
  {
    const char *answer;
    const char *asked;
    const char *method;   /* NULL: a refusal */
    int         code;
  } cases[] = {
    { "{\"client_id\":\"c\"}", "none", "none", 0 },
    { "{\"client_id\":\"c\",\"client_secret\":\"s\"}", "none", "none", 0 },
    { "{\"client_id\":\"c\",\"client_secret\":\"s\"}", "client_secret_basic",
      "client_secret_basic", 0 },
    { "{\"client_id\":\"c\"}", "client_secret_basic", "none", 0 },
    { "{\"client_id\":\"c\",\"client_secret\":\"s\","
      "\"token_endpoint_auth_method\":\"client_secret_post\"}", "none", "client_secret_post", 0 },
    { "{\"client_id\":\"c\",\"token_endpoint_auth_method\":\"tls_client_auth\"}", "none", NULL,
      SALON_MCP_AUTH_ERROR_UNSUPPORTED },
    { "{}", "none", NULL, SALON_MCP_AUTH_ERROR_REGISTRATION },
    { "{\"client_id\":\"\"}", "none", NULL, SALON_MCP_AUTH_ERROR_REGISTRATION },
    { "{\"client_id\":\"c\\n\"}", "none", NULL, SALON_MCP_AUTH_ERROR_REGISTRATION },
    { "{\"client_id\":\"c\",\"client_secret\":\"\\u0000\"}", "none", "none", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonMcpAuthClient) client = registered (cases[i].answer, cases[i].asked, &error);

      g_test_message ("%s", cases[i].answer);
      if (cases[i].method == NULL)
        {
          g_assert_error (error, SALON_MCP_AUTH_ERROR, cases[i].code);
          mcp_test_assert_contains (error->message, "as.example");
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (salon_mcp_auth_client_get_method (client), ==, cases[i].method);
      g_assert_cmpstr (salon_mcp_auth_client_get_redirect_uri (client), ==,
                       "http://127.0.0.1:9/callback");
    }
}

static void
test_expiry (void)
{
  g_autoptr (SalonMcpAuthClient) dying =
    registered ("{\"client_id\":\"c\",\"client_secret\":\"s\",\"client_id_issued_at\":100,"
                "\"client_secret_expires_at\":200}", "client_secret_basic", NULL);
  g_autoptr (SalonMcpAuthClient) lasting =
    registered ("{\"client_id\":\"c\",\"client_secret\":\"s\",\"client_secret_expires_at\":0}",
                "client_secret_basic", NULL);
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (SalonMcpAuthClient) again = NULL;

  g_assert_false (salon_mcp_auth_client_is_expired (dying, 199 * (gint64) G_USEC_PER_SEC));
  g_assert_true (salon_mcp_auth_client_is_expired (dying, 200 * (gint64) G_USEC_PER_SEC));
  g_assert_false (salon_mcp_auth_client_is_expired (lasting, G_MAXINT64));
  salon_mcp_auth_client_write (dying, writer, NULL);
  document = salon_json_writer_finish_document (writer);
  again = salon_mcp_auth_client_new_from_json (salon_json_document_get_root (document));
  g_assert_cmpstr (salon_mcp_auth_client_get_secret (again), ==, "s");
  g_assert_cmpint (salon_mcp_auth_client_get_kind (again), ==,
                   SALON_MCP_AUTH_CLIENT_BY_REGISTRATION);
  g_assert_true (salon_mcp_auth_client_is_expired (again, 200 * (gint64) G_USEC_PER_SEC));
  g_assert_null (salon_mcp_auth_client_new_from_json (NULL));
}

static void
test_body (void)
{
  g_autofree char *body = salon_mcp_auth_registration_write_body ("Salon", "http://127.0.0.1:9/c",
                                                                  "none");

  g_assert_cmpstr (body, ==,
                   "{\"client_name\":\"Salon\",\"redirect_uris\":[\"http://127.0.0.1:9/c\"],"
                   "\"grant_types\":[\"authorization_code\",\"refresh_token\"],"
                   "\"response_types\":[\"code\"],\"token_endpoint_auth_method\":\"none\","
                   "\"application_type\":\"native\"}");
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/client/authenticates-as-both-sides-can", test_methods);
  g_test_add_func ("/mcp/auth/client/odd-characters-are-encoded-for-basic", test_basic);
  g_test_add_func ("/mcp/auth/client/secrets-in-forms-and-none", test_post_and_none);
  g_test_add_func ("/mcp/auth/client/signs-with-its-key", test_private_key);
  g_test_add_func ("/mcp/auth/client/answers-to-registrations-are-checked", test_registered);
  g_test_add_func ("/mcp/auth/client/secrets-expire", test_expiry);
  g_test_add_func ("/mcp/auth/registration/says-what-salon-is", test_body);
  return g_test_run ();
}
