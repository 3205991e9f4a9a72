/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

/* A program to be killed: see test-store-processes.c.
 *
 *   store-writer PATH stream       streams parts for ever, as a turn does: a word every
 *                                  5 ms, saved every 100 ms; tells every word ("word N TIME")
 *                                  and every part that is saved to its end ("part N")
 *   store-writer PATH hold         leaves a message streaming, says "ready" and waits
 *   store-writer PATH many PREFIX  saves 100 chats, each with a message and a part
 */

#include <stdio.h>
#include <stdlib.h>

#include "store-test-util.h"

#define WORD_INTERVAL_MS 5
#define SAVE_INTERVAL_US 100000
#define WORDS_A_PART 60

typedef struct
{
  SalonStore *store;
  GString *text;
  guint n_words;
  guint n_parts;
  gint64 saved_at;
} Writer;

static DexFuture *
on_part_saved_cb (DexFuture *future,
                  gpointer   user_data)
{
  printf ("part %u\n", GPOINTER_TO_UINT (user_data));
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
save_part (Writer *writer)
{
  g_autofree char *id = g_strdup_printf ("part-%u", writer->n_parts);
  SalonStorePart part = {
    .id = id, .message_id = (char *) "m", .position = (int) writer->n_parts,
    .kind = (char *) "text",
    .text = writer->text->str,
  };

  writer->saved_at = g_get_monotonic_time ();
  return salon_store_save_part (writer->store, &part);
}

static gboolean
on_word_cb (gpointer user_data)
{
  Writer *writer = user_data;
  gint64 now = g_get_monotonic_time ();

  g_string_append_printf (writer->text, "%u ", writer->n_words);
  printf ("word %u %" G_GINT64_FORMAT "\n", writer->n_words, now);
  writer->n_words++;
  if (writer->n_words % WORDS_A_PART == 0)
    {
      dex_future_disown (dex_future_then (save_part (writer), on_part_saved_cb,
                                          GUINT_TO_POINTER (writer->n_parts), NULL));
      writer->n_parts++;
      g_string_truncate (writer->text, 0);
    }
  else if (now - writer->saved_at >= SAVE_INTERVAL_US)
    dex_future_disown (save_part (writer));
  return G_SOURCE_CONTINUE;
}

static void
stream (SalonStore *store)
{
  Writer writer = { .store = store, .text = g_string_new (NULL) };
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  store_test_save_chat (store, "c", "t", 1);
  store_test_save_message (store, "m", "c", NULL, "streaming", 1);
  g_timeout_add (WORD_INTERVAL_MS, on_word_cb, &writer);
  g_main_loop_run (loop);
}

static void
hold (SalonStore *store)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  store_test_save_chat (store, "c", "t", 1);
  store_test_save_message (store, "m", "c", NULL, "streaming", 1);
  store_test_save_text (store, "p", "m", "halfway");
  printf ("ready\n");
  g_main_loop_run (loop);
}

static void
write_many (SalonStore *store,
            const char *prefix)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", prefix, i);

      store_test_save_chat (store, id, "t", i);
      store_test_save_message (store, id, id, NULL, "finished", i);
      store_test_save_text (store, id, id, "a text of some words");
    }
}

int
main (int   argc,
      char *argv[])
{
  SalonStore *store;

  dex_init ();
  /* The reader of the pipe has to see every word that was, when this is killed. */
  setvbuf (stdout, NULL, _IONBF, 0);
  if (argc < 3)
    return EXIT_FAILURE;
  store = store_test_open (argv[1]);
  if (g_str_equal (argv[2], "stream"))
    stream (store);
  else if (g_str_equal (argv[2], "hold"))
    hold (store);
  else if (argc > 3)
    write_many (store, argv[3]);
  store_test_close (store);
  return EXIT_SUCCESS;
}
