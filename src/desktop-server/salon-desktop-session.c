/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include "salon-desktop-session.h"

#include <glib/gi18n.h>

#include "salon-clock.h"
#include "salon-desktop-message.h"
#include "salon-desktop-roots.h"

/* Calls at the same time; more are refused. */
#define MAX_CALLS 64
/* How long calls wait for the client to name its roots, and its end for the calls. */
#define ROOTS_TIMEOUT (5 * G_USEC_PER_SEC)
#define FINISH_TIMEOUT (2 * G_USEC_PER_SEC)
#define CALL_STACK_SIZE (256 * 1024)

struct _SalonDesktopSession
{
  GObject parent_instance;

  SalonDesktopSendFunc send;
  gpointer user_data;
  GStrv arguments; /* folders from the command line */
  SalonDesktopFolders *folders;

  gboolean initialized;
  gboolean has_roots;
  SalonDesktopRevision revision;
  guint n_roots_requests;
  char *roots_id;             /* of the request on its way */
  DexPromise *roots_known;    /* settled when no roots are on their way */
  GHashTable *calls;          /* text of the id → Call, running */
};

typedef struct
{
  SalonDesktopSession *session;
  const SalonDesktopTool *tool;
  SalonJsonDocument *message; /* the request */
  const SalonJson *id;
  char *id_text;
  SalonJsonDocument *arguments;
  SalonDesktopFolders *folders;
  GCancellable *cancellable;
} Call;

G_DEFINE_FINAL_TYPE (SalonDesktopSession, salon_desktop_session, G_TYPE_OBJECT)

static void
unref_call (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->session);
  salon_json_document_unref (call->message);
  salon_json_document_unref (call->arguments);
  g_clear_pointer (&call->folders, salon_desktop_folders_unref);
  g_object_unref (call->cancellable);
  g_free (call->id_text);
}

static void
release_call (gpointer data)
{
  g_atomic_rc_box_release_full (data, unref_call);
}

static void
salon_desktop_session_dispose (GObject *object)
{
  SalonDesktopSession *self = SALON_DESKTOP_SESSION (object);

  g_clear_pointer (&self->folders, salon_desktop_folders_unref);
  g_clear_pointer (&self->arguments, g_strfreev);
  g_clear_pointer (&self->roots_id, g_free);
  g_clear_pointer (&self->calls, g_hash_table_unref);
  dex_clear (&self->roots_known);

  G_OBJECT_CLASS (salon_desktop_session_parent_class)->dispose (object);
}

static void
salon_desktop_session_class_init (SalonDesktopSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_desktop_session_dispose;
}

static void
salon_desktop_session_init (SalonDesktopSession *self)
{
  self->calls = g_hash_table_new (g_str_hash, g_str_equal);
  self->roots_known = dex_promise_new ();
  dex_promise_resolve_boolean (self->roots_known, TRUE);
}

/* @send has to stay callable until the session is finished. */
SalonDesktopSession *
salon_desktop_session_new (const char * const   *folders,
                           SalonDesktopSendFunc  send,
                           gpointer              user_data)
{
  SalonDesktopSession *self = g_object_new (SALON_TYPE_DESKTOP_SESSION, NULL);

  self->arguments = g_strdupv ((char **) folders);
  self->folders = salon_desktop_folders_new (folders);
  self->send = send;
  self->user_data = user_data;
  return self;
}

/* @message: (transfer full) */
static void
salon_desktop_session_send (SalonDesktopSession *self,
                            char                *message)
{
  g_autofree char *owned = message;

  self->send (owned, self->user_data);
}

static void
salon_desktop_session_send_error (SalonDesktopSession *self,
                                  const SalonJson     *id,
                                  int                  code,
                                  const char          *sentence)
{
  salon_desktop_session_send (self, salon_desktop_message_error (id, code, sentence));
}

static void
salon_desktop_session_send_result (SalonDesktopSession *self,
                                   const SalonJson     *id,
                                   SalonDesktopResult  *result)
{
  salon_desktop_session_send (self, salon_desktop_message_tool_result (id, self->revision, result));
}

/* --- roots ---------------------------------------------------------------- */

static void
salon_desktop_session_ask_for_roots (SalonDesktopSession *self)
{
  /* An answer to an earlier request is no longer of interest. */
  g_free (self->roots_id);
  self->roots_id = g_strdup_printf ("roots-%u", ++self->n_roots_requests);
  if (!dex_future_is_pending (DEX_FUTURE (self->roots_known)))
    {
      dex_clear (&self->roots_known);
      self->roots_known = dex_promise_new ();
    }
  salon_desktop_session_send (self, salon_desktop_message_request (self->roots_id, "roots/list"));
}

static void
salon_desktop_session_take_roots (SalonDesktopSession *self,
                                  const SalonJson     *message)
{
  const char *id = salon_json_as_string (salon_json_get_member (message, "id"));
  g_auto(GStrv) paths = NULL;

  if (id == NULL || g_strcmp0 (id, self->roots_id) != 0)
    return;
  g_clear_pointer (&self->roots_id, g_free);
  paths = salon_desktop_roots_read (salon_json_get_member (message, "result"));
  g_clear_pointer (&self->folders, salon_desktop_folders_unref);
  /* A client that names none leaves it to the command line. */
  self->folders = salon_desktop_folders_new ((const char * const *) (paths[0] != NULL ? paths
                                                                     : self->arguments));
  dex_promise_resolve_boolean (self->roots_known, TRUE);
}

/* --- calls ---------------------------------------------------------------- */

/* On a thread of the pool: may block. */
static DexFuture *
call_fiber (gpointer user_data)
{
  Call *call = user_data;
  SalonDesktopCall tool_call = {
    .folders = call->folders,
    .arguments = salon_json_document_get_root (call->arguments),
    .cancellable = call->cancellable,
  };
  g_autoptr(GError) error = NULL;
  SalonDesktopResult *result;

  result = call->tool->run (&tool_call, &error);
  if (result == NULL)
    result = salon_desktop_result_new_failed (error->message);
  return dex_future_new_take_boxed (SALON_TYPE_DESKTOP_RESULT, result);
}

static DexFuture *
on_roots_known_cb (DexFuture *future,
                   gpointer   user_data)
{
  Call *call = user_data;

  call->folders = salon_desktop_folders_ref (call->session->folders);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), CALL_STACK_SIZE, call_fiber,
                              g_atomic_rc_box_acquire (call), release_call);
}

static DexFuture *
on_called_cb (DexFuture *future,
              gpointer   user_data)
{
  Call *call = user_data;
  SalonDesktopSession *self = call->session;
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_hash_table_remove (self->calls, call->id_text);
  /* No answer to what the client has cancelled (MCP, “Cancellation”). */
  if (!g_cancellable_is_cancelled (call->cancellable))
    {
      if (value != NULL)
        salon_desktop_session_send_result (self, call->id, g_value_get_boxed (value));
      else
        salon_desktop_session_send_error (self, call->id, SALON_DESKTOP_INTERNAL_ERROR,
                                          error->message);
    }
  /* The last reference may be the thread's; what belongs here goes here. */
  g_clear_object (&call->session);
  return dex_future_new_for_boolean (TRUE);
}

static void
salon_desktop_session_start_call (SalonDesktopSession    *self,
                                  SalonJsonDocument      *message,
                                  const SalonJson        *id,
                                  const SalonDesktopTool *tool,
                                  SalonJsonDocument      *arguments)
{
  Call *call = g_atomic_rc_box_new0 (Call);
  DexFuture *future;

  call->session = g_object_ref (self);
  call->tool = tool;
  call->message = salon_json_document_ref (message);
  call->id = id;
  call->id_text = salon_json_to_text (id, FALSE);
  call->arguments = salon_json_document_ref (arguments);
  call->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->calls, call->id_text, call);
  future = dex_future_first (dex_ref (self->roots_known),
                             salon_clock_sleep (salon_clock_get_system (), ROOTS_TIMEOUT),
                             NULL);
  future = dex_future_finally (future, on_roots_known_cb, g_atomic_rc_box_acquire (call),
                               release_call);
  dex_future_disown (dex_future_finally (future, on_called_cb, call, release_call));
}

static void
salon_desktop_session_call_tool (SalonDesktopSession *self,
                                 SalonJsonDocument   *document,
                                 const SalonJson     *id,
                                 const SalonJson     *params)
{
  g_autoptr(SalonJsonDocument) arguments_document = NULL;
  g_autoptr(SalonDesktopResult) refusal = NULL;
  g_autoptr(GError) error = NULL;
  const SalonJson *arguments = salon_json_get_member (params, "arguments");
  const SalonDesktopTool *tool;
  const char *name = NULL;

  if (!salon_json_read_string (params, "name", SALON_JSON_REQUIRED, &name, &error)
      || !salon_json_read_object (params, "arguments", SALON_JSON_OPTIONAL, &arguments, &error))
    {
      salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_PARAMS, error->message);
      return;
    }
  tool = salon_desktop_tool_find (name);
  if (tool == NULL)
    {
      g_autofree char *sentence = g_strdup_printf (_("There is no tool “%s”."), name);

      salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_PARAMS, sentence);
      return;
    }
  arguments_document = salon_json_is_object (arguments)
    ? salon_json_document_copy (arguments) : salon_json_document_parse ("{}", -1, NULL, NULL);
  /* A mistake of the model's, which it can mend when it reads of it. */
  if (!salon_desktop_tool_check (tool, salon_json_document_get_root (arguments_document), &error))
    refusal = salon_desktop_result_new_failed (error->message);
  else if (g_hash_table_size (self->calls) >= MAX_CALLS)
    refusal = salon_desktop_result_new_failed (_("Too many calls are running: wait for some of "
                                                 "them."));
  if (refusal != NULL)
    salon_desktop_session_send_result (self, id, refusal);
  else
    salon_desktop_session_start_call (self, document, id, tool, arguments_document);
}

static void
salon_desktop_session_cancel (SalonDesktopSession *self,
                              const SalonJson     *params)
{
  const SalonJson *id = salon_json_get_member (params, "requestId");
  g_autofree char *id_text = id != NULL ? salon_json_to_text (id, FALSE) : NULL;
  Call *call = id_text != NULL ? g_hash_table_lookup (self->calls, id_text) : NULL;

  if (call != NULL)
    g_cancellable_cancel (call->cancellable);
}

/* --- messages ------------------------------------------------------------- */

static void
salon_desktop_session_initialize (SalonDesktopSession *self,
                                  const SalonJson     *id,
                                  const SalonJson     *params)
{
  g_autoptr(GError) error = NULL;
  const SalonJson *capabilities;
  const char *wanted = NULL;

  if (self->initialized)
    {
      salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_REQUEST,
                                        _("This connection is initialized already."));
      return;
    }
  if (!salon_json_read_string (params, "protocolVersion", SALON_JSON_REQUIRED, &wanted, &error))
    {
      salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_PARAMS, error->message);
      return;
    }
  self->revision = salon_desktop_revision_choose (wanted);
  capabilities = salon_json_get_member (params, "capabilities");
  self->has_roots = salon_json_is_object (salon_json_get_member (capabilities, "roots"));
  self->initialized = TRUE;
  salon_desktop_session_send (self, salon_desktop_message_initialized (id, self->revision));
}

static void
salon_desktop_session_take_request (SalonDesktopSession *self,
                                    SalonJsonDocument   *document,
                                    const SalonJson     *message,
                                    const SalonJson     *id,
                                    const char          *method)
{
  const SalonJson *params = salon_json_get_member (message, "params");
  g_autofree char *id_text = salon_json_to_text (id, FALSE);

  if (salon_json_get_kind (params) != SALON_JSON_NULL && !salon_json_is_object (params))
    salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_PARAMS,
                                      _("“params” has to be an object."));
  else if (g_hash_table_contains (self->calls, id_text))
    salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_REQUEST,
                                      _("A request with this id is still running."));
  else if (g_str_equal (method, "ping"))
    salon_desktop_session_send (self, salon_desktop_message_empty_result (id));
  else if (g_str_equal (method, "initialize"))
    salon_desktop_session_initialize (self, id, params);
  else if (!g_str_equal (method, "tools/list") && !g_str_equal (method, "tools/call"))
    {
      g_autofree char *sentence = g_strdup_printf (_("There is no method “%s”."), method);

      salon_desktop_session_send_error (self, id, SALON_DESKTOP_METHOD_NOT_FOUND, sentence);
    }
  else if (!self->initialized)
    salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_REQUEST,
                                      _("The connection has to be initialized first."));
  else if (g_str_equal (method, "tools/call"))
    salon_desktop_session_call_tool (self, document, id, params);
  else if (salon_json_get_kind (salon_json_get_member (params, "cursor")) != SALON_JSON_NULL)
    /* There is one page only, so nobody got a cursor. */
    salon_desktop_session_send_error (self, id, SALON_DESKTOP_INVALID_PARAMS,
                                      _("There is no page of this cursor."));
  else
    salon_desktop_session_send (self, salon_desktop_message_tools (id, self->revision));
}

static void
salon_desktop_session_take_notification (SalonDesktopSession *self,
                                         const SalonJson     *message,
                                         const char          *method)
{
  if (g_str_equal (method, "notifications/cancelled"))
    salon_desktop_session_cancel (self, salon_json_get_member (message, "params"));
  else if (self->initialized && self->has_roots
           && (g_str_equal (method, "notifications/initialized")
               || g_str_equal (method, "notifications/roots/list_changed")))
    salon_desktop_session_ask_for_roots (self);
}

static gboolean
is_id (const SalonJson *value)
{
  gint64 number;

  return salon_json_is_string (value) || salon_json_as_int64 (value, &number);
}

static void
salon_desktop_session_take_message (SalonDesktopSession *self,
                                    SalonJsonDocument   *document,
                                    const SalonJson     *message)
{
  const SalonJson *id = salon_json_get_member (message, "id");
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));
  const char *version = salon_json_as_string (salon_json_get_member (message, "jsonrpc"));

  if (g_strcmp0 (version, "2.0") != 0
      || (method == NULL && !is_id (id))
      || (id != NULL && !is_id (id)))
    salon_desktop_session_send_error (self, is_id (id) ? id : NULL, SALON_DESKTOP_INVALID_REQUEST,
                                      _("This is not a message of JSON-RPC 2.0."));
  else if (method == NULL)
    salon_desktop_session_take_roots (self, message);
  else if (id == NULL)
    salon_desktop_session_take_notification (self, message, method);
  else
    salon_desktop_session_take_request (self, document, message, id, method);
}

/* Takes one line that came. Whatever it holds, the session goes on. */
void
salon_desktop_session_receive (SalonDesktopSession *self,
                               GBytes              *line)
{
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  const SalonJson *root;
  const SalonJson *message;
  SalonJsonIter iter;

  if (g_bytes_get_size (line) == 0)
    return;
  document = salon_json_document_parse_bytes (line, NULL, &error);
  if (document == NULL)
    {
      salon_desktop_session_send_error (self, NULL, SALON_DESKTOP_PARSE_ERROR, error->message);
      return;
    }
  root = salon_json_document_get_root (document);
  /* Batches are a thing of 2025-03-26 alone. Their answers may come one by one: each
   * request has its own response (JSON-RPC 2.0, section 6, leaves even the order open). */
  if (salon_json_is_array (root) && salon_json_get_length (root) > 0
      && self->initialized && self->revision == SALON_DESKTOP_2025_03_26)
    {
      salon_json_iter_init (&iter, root);
      while (salon_json_iter_next (&iter, NULL, &message))
        salon_desktop_session_take_message (self, document, message);
    }
  else
    salon_desktop_session_take_message (self, document, root);
}

/* Takes word of input that was too long to be a line. */
void
salon_desktop_session_receive_junk (SalonDesktopSession *self,
                                    const GError        *error)
{
  salon_desktop_session_send_error (self, NULL, SALON_DESKTOP_PARSE_ERROR, error->message);
}

static DexFuture *
finish_fiber (gpointer user_data)
{
  SalonDesktopSession *self = user_data;
  gint64 end = salon_clock_get_time (salon_clock_get_system ()) + FINISH_TIMEOUT;
  GHashTableIter iter;
  gpointer call;

  /* No answer to the question for roots will come any more. */
  if (dex_future_is_pending (DEX_FUTURE (self->roots_known)))
    dex_promise_resolve_boolean (self->roots_known, TRUE);
  while (g_hash_table_size (self->calls) > 0
         && salon_clock_get_time (salon_clock_get_system ()) < end)
    dex_await (salon_clock_sleep (salon_clock_get_system (), 5000), NULL);
  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, NULL, &call))
    g_cancellable_cancel (((Call *) call)->cancellable);
  return dex_future_new_for_boolean (TRUE);
}

/* The client will say nothing more: gives the calls a moment to be answered. */
DexFuture *
salon_desktop_session_finish (SalonDesktopSession *self)
{
  return dex_scheduler_spawn (NULL, 0, finish_fiber, g_object_ref (self), g_object_unref);
}
