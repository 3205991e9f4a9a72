/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "fuzz-lines.h"
#include "salon-desktop-session.h"
#include "salon-desktop-tool.h"

/* The tools themselves would act on this machine, wherever the input says; these only say what
 * they were asked. */

static SalonDesktopResult *
run (SalonDesktopCall *call)
{
  g_autofree char *text = salon_json_to_text (call->arguments, FALSE);

  return salon_desktop_result_new_failed (text);
}

#define TOOL(name) \
  SalonDesktopResult * \
  name (SalonDesktopCall  *call, \
        GError           **error) \
  { \
    return run (call); \
  }

TOOL (salon_desktop_get_date_time)
TOOL (salon_desktop_list_directory)
TOOL (salon_desktop_read_file)
TOOL (salon_desktop_write_file)
TOOL (salon_desktop_search_files)
TOOL (salon_desktop_open)
TOOL (salon_desktop_send_notification)

/* Whatever the server says is one JSON-RPC message. */
static void
on_send (const char *message,
         gpointer    user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (message, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member
                                           (salon_json_document_get_root (document), "jsonrpc")),
                   ==, "2.0");
}

static void
settle (void)
{
  for (guint i = 0; i < 500 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

/* Lines of a client. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const char *const folders[] = { NULL };
  static gboolean is_initialized;
  g_autoptr (SalonDesktopSession) session = NULL;
  g_autoptr (DexFuture) finished = NULL;

  if (!is_initialized)
    dex_init ();
  is_initialized = TRUE;
  session = salon_desktop_session_new (folders, on_send, NULL);
  while (size > 0)
    {
      g_autofree char *line = fuzz_take_line (&data, &size);
      g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));

      salon_desktop_session_receive (session, bytes);
      settle ();
    }
  finished = salon_desktop_session_finish (session);
  while (dex_future_is_pending (finished))
    g_main_context_iteration (NULL, TRUE);
  settle ();
  return 0;
}
