/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "interop"

#include "config.h"

#include "interop.h"

#include <glib/gstdio.h>
#include <libdex.h>

#include "salon-paths.h"
#include "salon-server-manager.h"

#define WATCHDOG_SECONDS 90

typedef struct
{
  const char *servers;
  InteropFunc func;
} Test;

void
interop_allow_once (SalonQuestion *question,
                    gpointer       user_data)
{
  g_autoptr (GError) error = NULL;

  salon_question_allow (question, SALON_APPROVAL_ONCE, NULL, &error);
  g_assert_no_error (error);
}

void
interop_deny (SalonQuestion *question,
              gpointer       user_data)
{
  salon_question_deny (question, NULL);
}

static void
on_asked (SalonConsent  *consent,
          SalonQuestion *question,
          Interop       *self)
{
  self->n_asked++;
  self->answer (question, self->answer_data);
}

static char *
replace (const char *text,
         const char *what,
         const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (with, parts);
}

static void
write_configuration (Interop    *self,
                     const char *servers)
{
  g_autofree char *directory = salon_paths_dup_config_dir ();
  g_autofree char *servers_path = salon_paths_dup_servers_file ();
  g_autofree char *models_path = salon_paths_dup_models_file ();
  g_autofree char *with_npm = replace (servers, "%NPM%", g_getenv ("SALON_NPM_SERVERS"));
  g_autofree char *with_folder = replace (with_npm, "%FOLDER%", self->folder);
  g_autofree char *servers_json = g_strdup_printf ("{\"mcpServers\":{%s}}", with_folder);
  g_autofree char *models_json =
    g_strdup_printf ("{\"providers\":{\"scripted\":{\"kind\":\"openai-chat\","
                     "\"name\":\"Scripted\",\"baseUrl\":\"%s\"}},"
                     "\"defaultModel\":\"scripted/scripted\"}",
                     scripted_model_get_url (self->model));
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_file_set_contents (servers_path, servers_json, -1, &error);
  g_assert_no_error (error);
  g_file_set_contents (models_path, models_json, -1, &error);
  g_assert_no_error (error);
}

static DexFuture *
run_fiber (gpointer user_data)
{
  Test *test = user_data;
  Interop self = { .answer = interop_deny };
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;

  self.folder = g_dir_make_tmp ("salon-interop-XXXXXX", &error);
  g_assert_no_error (error);
  self.model = scripted_model_new ();
  write_configuration (&self, test->servers);
  self.host = salon_host_new (NULL, NULL);
  g_signal_connect (salon_host_get_consent (self.host), "asked", G_CALLBACK (on_asked), &self);
  dex_await (salon_host_open (self.host), &error);
  g_assert_no_error (error);
  self.conversation = salon_host_new_conversation (self.host);

  test->func (&self);

  g_clear_object (&self.conversation);
  dex_await (salon_host_close (self.host), &error);
  g_assert_no_error (error);
  g_assert_finalize_object (self.host);
  scripted_model_free (self.model);
  g_free (self.folder);
  return dex_future_new_true ();
}

static gboolean
on_watchdog (gpointer user_data)
{
  g_error ("The test did not end within %d seconds", WATCHDOG_SECONDS);
  return G_SOURCE_REMOVE;
}

static void
run_test (gconstpointer data)
{
  g_autoptr (DexFuture) future = NULL;
  guint watchdog;

  if (g_getenv ("SALON_NPM_SERVERS") == NULL
      || !g_file_test (g_getenv ("SALON_NPM_SERVERS"), G_FILE_TEST_IS_DIR))
    {
      g_test_fail_printf ("The npm servers are not installed: tests/interop/install FOLDER");
      return;
    }
  watchdog = g_timeout_add_seconds (WATCHDOG_SECONDS, on_watchdog, NULL);
  future = dex_scheduler_spawn (NULL, 0, run_fiber, (gpointer) data, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
  g_assert_true (dex_future_is_resolved (future));
}

void
interop_add (const char  *path,
             const char  *servers,
             InteropFunc  func)
{
  Test *test = g_new0 (Test, 1);

  test->servers = servers;
  test->func = func;
  g_test_add_data_func_full (path, test, run_test, g_free);
}

int
interop_main (int    argc,
              char  *argv[],
              void (*add_tests) (void))
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  add_tests ();
  return g_test_run ();
}

void
interop_ask (Interop    *self,
             const char *text)
{
  g_autoptr (GError) error = NULL;

  dex_await (salon_conversation_send (self->conversation, text), &error);
  g_assert_no_error (error);
}

SalonServer *
interop_server (Interop    *self,
                const char *name)
{
  SalonServer *server = salon_server_manager_find (salon_host_get_servers (self->host), name);

  g_assert_nonnull (server);
  return server;
}

/* A turn with tools is several assistant messages or one: both shapes are walked. */
SalonToolCall *
interop_call (Interop *self,
              guint    position)
{
  GListModel *messages = G_LIST_MODEL (self->conversation);
  guint first = 0;

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (SalonMessage) message = g_list_model_get_item (messages, i);

      if (salon_message_get_role (message) == SALON_ROLE_USER)
        first = i;
    }
  for (guint i = first; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (GListModel) parts = g_list_model_get_item (messages, i);

      for (guint j = 0; j < g_list_model_get_n_items (parts); j++)
        {
          g_autoptr (SalonPart) part = g_list_model_get_item (parts, j);

          if (salon_part_get_kind (part) == SALON_PART_TOOL_CALL && position-- == 0)
            return salon_part_get_tool_call (part);
        }
    }
  g_assert_not_reached ();
}

SalonMessage *
interop_last (Interop *self)
{
  GListModel *messages = G_LIST_MODEL (self->conversation);
  g_autoptr (SalonMessage) message = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (messages), >, 0);
  message = g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1);
  return message; /* the conversation keeps it */
}

void
interop_wait (gboolean (*condition) (gpointer user_data),
              gpointer   user_data)
{
  while (!condition (user_data))
    dex_await (dex_timeout_new_msec (5), NULL);
}
