/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon"

#include "config.h"

#include "salon-cli-private.h"

#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#include "salon-approvals.h"
#include "salon-host-error.h"
#include "salon-model-registry.h"
#include "salon-server-manager.h"

/* More than any model takes. */
#define MAX_TEXT (16 * 1024 * 1024)
/* An agent that works for a day; what never ends is stopped some time. */
#define MAX_ROUNDS 100000

static char *
read_standard_input (GError **error)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GByteArray) text = g_byte_array_new ();

  for (;;)
    {
      g_autoptr (GBytes) bytes =
        dex_await_boxed (dex_input_stream_read_bytes (stream, 65536, G_PRIORITY_DEFAULT), error);

      if (bytes == NULL)
        return NULL;
      if (g_bytes_get_size (bytes) == 0)
        break;
      g_byte_array_append (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      if (text->len > MAX_TEXT)
        {
          g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                               _("The standard input holds more than 16 MB of text."));
          return NULL;
        }
    }
  g_byte_array_append (text, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_text (SalonCli  *cli,
          GError   **error)
{
  guint n = g_strv_length (cli->arguments);
  g_autofree char *text = NULL;
  g_autofree char *stripped = NULL;

  if (n == 1 && isatty (STDIN_FILENO))
    {
      g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                           _("What do you want to ask? Write it after “salon ask”."));
      return NULL;
    }
  if (n == 1 || (n == 2 && g_str_equal (cli->arguments[1], "-")))
    text = read_standard_input (error);
  else
    text = g_strjoinv (" ", cli->arguments + 1);
  if (text == NULL)
    return NULL;
  stripped = g_strstrip (g_strdup (text));
  if (stripped[0] == '\0')
    {
      g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                           _("There is nothing to ask: the text is empty."));
      return NULL;
    }
  return g_steal_pointer (&text);
}

static gboolean
check_model (SalonCli  *cli,
             GError   **error)
{
  SalonModelRegistry *models = salon_host_get_models (cli->host);
  g_autofree char *provider_id = NULL;

  if (cli->model == NULL)
    return TRUE;
  if (!salon_model_split_reference (cli->model, &provider_id, NULL))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                   _("“%s” is no model: write PROVIDER/MODEL, as “salon models” lists them."),
                   cli->model);
      return FALSE;
    }
  if (salon_model_registry_find (models, provider_id) == NULL)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                   _("There is no provider “%s” in models.json; “salon models” lists them."),
                   provider_id);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_rounds (SalonCli  *cli,
              GError   **error)
{
  if (cli->max_rounds >= 0 && cli->max_rounds <= MAX_ROUNDS)
    return TRUE;
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
               _("--max-rounds is %d and has to be a number from 1 to %d."), cli->max_rounds,
               MAX_ROUNDS);
  return FALSE;
}

static gboolean
check_servers (SalonCli  *cli,
               GError   **error)
{
  for (guint i = 0; cli->servers != NULL && cli->servers[i] != NULL; i++)
    {
      SalonServer *server = salon_server_manager_find (salon_host_get_servers (cli->host),
                                                       cli->servers[i]);

      if (server == NULL)
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                       _("There is no server “%s” in mcp.json; “salon servers” lists them."),
                       cli->servers[i]);
          return FALSE;
        }
      if (salon_server_get_state (server) == SALON_SERVER_DISABLED)
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_DISABLED,
                       _("The server “%s” is switched off in mcp.json."), cli->servers[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* TOOL, SERVER/TOOL, all of SERVER, or all. The part before the first slash is a server only when
 * there is one of that name, for tools' names may hold slashes, too. */
static void
allow (SalonCli   *cli,
       const char *pattern)
{
  SalonApprovals *approvals = salon_host_get_approvals (cli->host);
  const char *slash = strchr (pattern, '/');
  g_autofree char *server = slash != NULL ? g_strndup (pattern, slash - pattern) : NULL;

  if (g_str_equal (pattern, "*"))
    salon_approvals_allow_for_this_run (approvals, NULL, NULL);
  else if (server != NULL &&
           salon_server_manager_find (salon_host_get_servers (cli->host), server) != NULL)
    salon_approvals_allow_for_this_run (approvals, server,
                                        g_str_equal (slash + 1, "*") ? NULL : slash + 1);
  else
    salon_approvals_allow_for_this_run (approvals, NULL, pattern);
}

static SalonConversation *
open_conversation (SalonCli  *cli,
                   GError   **error)
{
  SalonConversation *conversation;

  if (cli->chat_id != NULL)
    conversation = dex_await_object (salon_host_load_conversation (cli->host, cli->chat_id), error);
  else
    conversation = salon_host_new_conversation (cli->host);
  if (conversation == NULL)
    return NULL;
  if (cli->model != NULL)
    salon_conversation_set_model (conversation, cli->model);
  salon_conversation_set_servers (conversation, (const char * const *) cli->servers);
  salon_conversation_set_max_rounds (conversation, cli->max_rounds);
  return conversation;
}

static void
on_messages_changed_cb (GListModel *conversation,
                        guint       position,
                        guint       removed,
                        guint       added,
                        SalonCli   *cli)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (SalonMessage) message = g_list_model_get_item (conversation, position + i);

      if (salon_message_get_role (message) == SALON_ROLE_ASSISTANT)
        salon_cli_watch (cli, message);
    }
}

static int
judge (SalonCli *cli)
{
  GListModel *messages = G_LIST_MODEL (cli->conversation);
  g_autoptr (SalonMessage) reply = g_list_model_get_item (messages,
                                                          g_list_model_get_n_items (messages) - 1);

  switch (salon_message_get_state (reply))
    {
    case SALON_MESSAGE_STOPPED:
      return SALON_CLI_INTERRUPTED;
    case SALON_MESSAGE_FAILED:
      return SALON_CLI_MODEL;
    case SALON_MESSAGE_STREAMING:
    case SALON_MESSAGE_FINISHED:
    default:
      return cli->denied ? SALON_CLI_DENIED : SALON_CLI_DONE;
    }
}

static GListStore *
read_attachments (SalonCli  *cli,
                  GError   **error)
{
  g_autoptr (GListStore) attachments = g_list_store_new (SALON_TYPE_ATTACHMENT);

  for (guint i = 0; cli->attached != NULL && cli->attached[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (cli->attached[i]);
      g_autoptr (SalonAttachment) attachment =
        dex_await_object (salon_attachment_read_file (file), error);

      if (attachment == NULL)
        return NULL;
      g_list_store_append (attachments, attachment);
    }
  return g_steal_pointer (&attachments);
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  SalonCli *cli = user_data;
  g_autofree char *text = NULL;
  g_autofree char *status_text = NULL;
  g_autoptr (GListStore) attachments = NULL;
  GError *error = NULL;
  int status;

  text = dup_text (cli, &error);
  if (text == NULL || !check_model (cli, &error) || !check_servers (cli, &error) ||
      !check_rounds (cli, &error))
    return dex_future_new_for_error (error);
  attachments = read_attachments (cli, &error);
  if (attachments == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; cli->allowed != NULL && cli->allowed[i] != NULL; i++)
    allow (cli, cli->allowed[i]);
  cli->conversation = open_conversation (cli, &error);
  if (cli->conversation == NULL)
    return dex_future_new_for_error (error);
  if (cli->json)
    salon_cli_event (cli, "chat", "id", salon_conversation_get_id (cli->conversation),
                     "model", salon_conversation_get_model (cli->conversation), NULL);

  salon_cli_answer_questions (cli);
  salon_cli_show_addresses (cli);
  g_signal_connect (cli->conversation, "items-changed", G_CALLBACK (on_messages_changed_cb), cli);
  if (!dex_await (salon_conversation_send_with_attachments (cli->conversation, text,
                                                            G_LIST_MODEL (attachments)), &error))
    return dex_future_new_for_error (error);
  status = judge (cli);
  if (cli->json)
    {
      status_text = g_strdup_printf ("%d", status);
      salon_cli_event (cli, "end", "status", status_text, NULL);
    }
  else
    {
      salon_cli_end_answer (cli);
    }
  return dex_future_new_for_int (status);
}

DexFuture *
salon_cli_ask (SalonCli *cli)
{
  return dex_scheduler_spawn (NULL, 0, ask_fiber, cli, NULL);
}
