/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-browser.h"
#include "auth-test.h"
#include "salon-mcp-auth-user-agent.h"

#define RIGHT "code=abc&state=right%20one"

#define TEST_TYPE_AGENT (test_agent_get_type ())

G_DECLARE_FINAL_TYPE (TestAgent, test_agent, TEST, AGENT, GObject)

struct _TestAgent
{
  GObject  parent_instance;
  char    *opened;
  GError  *failure;
};

static void agent_iface_init (SalonMcpAuthUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestAgent, test_agent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_USER_AGENT,
                                                      agent_iface_init))

static DexFuture *
test_agent_open_uri (SalonMcpAuthUserAgent *agent,
                     const char            *uri)
{
  TestAgent *self = TEST_AGENT (agent);

  g_set_str (&self->opened, uri);
  if (self->failure != NULL)
    return dex_future_new_for_error (g_error_copy (self->failure));

  return dex_future_new_for_boolean (TRUE);
}

static void
agent_iface_init (SalonMcpAuthUserAgentInterface *iface)
{
  iface->open_uri = test_agent_open_uri;
}

static void
test_agent_finalize (GObject *object)
{
  TestAgent *self = TEST_AGENT (object);

  g_free (self->opened);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (test_agent_parent_class)->finalize (object);
}

static void
test_agent_class_init (TestAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_agent_finalize;
}

static void
test_agent_init (TestAgent *self)
{
}

static gboolean
is_listening (guint16 port)
{
  g_autoptr(AuthBrowser) browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, port);

  return browser != NULL;
}

static void
test_opens_and_waits (void)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  TestAgent *agent = g_object_new (TEST_TYPE_AGENT, NULL);
  SalonMcpAuthCallback *callback;
  g_autoptr(SalonMcpAuthResponse) response = NULL;
  g_autofree char *url = NULL;
  g_autofree char *page = NULL;
  DexFuture *answer;

  callback = salon_mcp_auth_callback_new (SALON_CLOCK (clock), "127.0.0.1");
  g_assert_true (salon_mcp_auth_callback_start (callback, NULL));
  g_assert_null (salon_mcp_auth_user_agent_dup_redirect_uri (SALON_MCP_AUTH_USER_AGENT (agent)));

  answer = salon_mcp_auth_user_agent_authorize (SALON_MCP_AUTH_USER_AGENT (agent),
                                                "https://as.example/authorize?x=y", "right one",
                                                callback);
  mcp_test_settle ();
  g_assert_cmpstr (agent->opened, ==, "https://as.example/authorize?x=y");
  url = g_strdup_printf ("%s?%s", salon_mcp_auth_callback_get_redirect_uri (callback), RIGHT);
  page = auth_browser_get (url);
  response = auth_test_await_boxed (answer, NULL);
  g_assert_cmpstr (salon_mcp_auth_response_get_code (response), ==, "abc");
  g_assert_finalize_object (callback);
  g_assert_finalize_object (agent);
}

static void
test_failures (void)
{
  static const char * const wrong[] = {
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://as.example/", "",
    "as.example", "HTTPS//x", "https://as.example/ --flag", "https://as.example/\n",
    "https://a\"b/", "https://as.example/`id`", "https://as.example/\xe2\x80\xae", "vbscript:x",
    "smb://as.example/", "https://", "https:///x", "https://bank.example@as.example/",
  };
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  TestAgent *agent = g_object_new (TEST_TYPE_AGENT, NULL);
  SalonMcpAuthCallback *callback =
    salon_mcp_auth_callback_new (SALON_CLOCK (clock), "127.0.0.1");
  guint16 port;
  guint i;

  g_assert_true (salon_mcp_auth_callback_start (callback, NULL));
  port = auth_browser_port_of (salon_mcp_auth_callback_get_redirect_uri (callback));
  for (i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      auth_test_await_error (salon_mcp_auth_user_agent_authorize (SALON_MCP_AUTH_USER_AGENT (agent),
                                                                  wrong[i], "s", callback),
                             SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
                             "no address that Salon opens");
    }
  g_assert_null (agent->opened);

  agent->failure = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No browser.");
  auth_test_await_error (salon_mcp_auth_user_agent_authorize (SALON_MCP_AUTH_USER_AGENT (agent),
                                                              "https://as.example/", "s", callback),
                         G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No browser.");
  mcp_test_settle ();
  g_assert_false (is_listening (port));
  g_assert_finalize_object (callback);
  g_assert_finalize_object (agent);
}

/* Dropping the whole way closes the port, too. */
static void
test_dropped (void)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  TestAgent *agent = g_object_new (TEST_TYPE_AGENT, NULL);
  SalonMcpAuthCallback *callback =
    salon_mcp_auth_callback_new (SALON_CLOCK (clock), "127.0.0.1");
  DexFuture *answer;
  guint16 port;

  g_assert_true (salon_mcp_auth_callback_start (callback, NULL));
  port = auth_browser_port_of (salon_mcp_auth_callback_get_redirect_uri (callback));
  answer = salon_mcp_auth_user_agent_authorize (SALON_MCP_AUTH_USER_AGENT (agent),
                                                "https://as.example/", "s", callback);
  mcp_test_settle ();
  g_assert_nonnull (agent->opened);
  g_assert_true (is_listening (port));
  dex_unref (answer);
  mcp_test_settle ();
  g_assert_false (is_listening (port));
  g_assert_finalize_object (callback);
  g_assert_finalize_object (agent);
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/user-agent/opens-and-waits", test_opens_and_waits);
  g_test_add_func ("/mcp/auth/user-agent/failures", test_failures);
  g_test_add_func ("/mcp/auth/user-agent/dropped", test_dropped);

  return g_test_run ();
}
