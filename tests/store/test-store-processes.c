/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store-test-util.h"

/* The promise of the design, and what the saver's rhythm of 100 ms leaves of it for a
 * machine that is busy. */
#define MAX_LOST_US 250000

static GSubprocess *
start_writer (const char *path,
              const char *mode,
              const char *prefix)
{
  const char *program = g_test_get_filename (G_TEST_BUILT, "store", "store-writer", NULL);
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, path, mode, prefix,
                              NULL);
  g_assert_no_error (error);
  return process;
}

typedef struct
{
  gint64 word_times[4000];
  guint n_words;
  int last_part; /* that was reported as saved; −1 = none */
} Told;

static void
read_line (Told       *told,
           const char *line)
{
  unsigned int number;
  gint64 time;

  if (sscanf (line, "word %u %" G_GINT64_FORMAT, &number, &time) == 2)
    {
      g_assert_cmpuint (number, ==, told->n_words);
      g_assert_cmpuint (number, <, G_N_ELEMENTS (told->word_times));
      told->word_times[told->n_words++] = time;
    }
  else if (sscanf (line, "part %u", &number) == 1)
    told->last_part = (int) number;
  else
    g_error ("The writer said: %s", line);
}

/* Lets it stream until it has told of @n_words, kills it, and reads what it told till then. */
static void
kill_in_mid_stream (const char *path,
                    guint       n_words,
                    Told       *told)
{
  g_autoptr(GSubprocess) process = start_writer (path, "stream", NULL);
  g_autoptr(GDataInputStream) output = NULL;
  gboolean killed = FALSE;

  told->n_words = 0;
  told->last_part = -1;
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

      if (line == NULL)
        break;
      read_line (told, line);
      if (!killed && told->n_words >= n_words)
        {
          g_subprocess_send_signal (process, SIGKILL);
          killed = TRUE;
        }
    }
  g_assert_true (killed);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (process));
}

/* All saved parts hold the words 0, 1, 2 … without a gap; gives the number of the words. */
static guint
check_words (SalonStoreMessage *message)
{
  guint next = 0;

  for (guint i = 0; i < message->parts->len; i++)
    {
      SalonStorePart *part = message->parts->pdata[i];
      g_auto(GStrv) words = g_strsplit (part->text, " ", -1);
      guint n_words = g_strv_length (words) - 1;

      g_assert_cmpint (part->position, ==, i);
      g_assert_cmpuint (n_words, >, 0);
      if (i + 1 < message->parts->len)
        g_assert_cmpuint (n_words, ==, 60);
      for (guint j = 0; j < n_words; j++)
        g_assert_cmpuint (g_ascii_strtoull (words[j], NULL, 10), ==, next++);
    }
  return next;
}

static void
test_killed_in_mid_stream (void)
{
  const guint kill_after[] = { 25, 61, 130, 187, 240 };

  for (guint i = 0; i < G_N_ELEMENTS (kill_after); i++)
    {
      g_autofree char *name = g_strdup_printf ("killed-%u.db", i);
      g_autofree char *path = store_test_dup_path (name);
      g_autofree Told *told = g_new0 (Told, 1);
      g_autoptr(GPtrArray) messages = NULL;
      SalonStoreMessage *message;
      SalonStore *store;
      guint n_saved;
      gint64 lost;

      kill_in_mid_stream (path, kill_after[i], told);
      store = store_test_open (path);
      g_assert_null (salon_store_get_notice (store));
      messages = store_test_await_boxed (salon_store_load_messages (store, "c"));
      g_assert_cmpuint (messages->len, ==, 1);
      message = messages->pdata[0];
      g_assert_cmpstr (message->state, ==, "stopped");
      n_saved = check_words (message);
      /* Every part that was said to be saved is there to its end… */
      g_assert_cmpint ((int) n_saved, >=, (told->last_part + 1) * 60);
      /* …and of the rest, the words of the last moments at most are missing. */
      g_assert_cmpuint (n_saved, >, 0);
      lost = told->word_times[told->n_words - 1] - told->word_times[n_saved - 1];
      g_test_message ("killed after %u words: %u saved, %" G_GINT64_FORMAT " ms lost",
                      told->n_words, n_saved, lost / 1000);
      g_assert_cmpint (lost, <=, MAX_LOST_US);
      store_test_close (store);
    }
}

static void
test_two_processes_share_a_file (void)
{
  g_autofree char *path = store_test_dup_path ("shared.db");
  g_autoptr(GSubprocess) first = NULL;
  g_autoptr(GSubprocess) second = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *rows = NULL;

  /* Neither finds a file, so they also make it at the same time. */
  first = start_writer (path, "many", "a");
  second = start_writer (path, "many", "b");
  g_assert_true (g_subprocess_wait_check (first, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (second, NULL, &error));
  g_assert_no_error (error);
  rows = store_test_query (path,
                           "SELECT count(*) FROM chats; SELECT count(*) FROM parts;"
                           "SELECT count(*) FROM parts_search WHERE parts_search MATCH 'words';"
                           "PRAGMA integrity_check; PRAGMA foreign_key_check; PRAGMA user_version");
  g_assert_cmpstr (rows, ==, "200\n200\n200\nok\n4\n");
}

static void
test_one_process_sees_what_the_other_saved (void)
{
  g_autofree char *path = store_test_dup_path ("seen.db");
  SalonStore *store = store_test_open (path);
  g_autoptr(GSubprocess) other = start_writer (path, "many", "a");
  g_autoptr(GPtrArray) chats = NULL;
  g_autoptr(GError) error = NULL;

  store_test_save_chat (store, "mine", "t", 1);
  g_assert_true (g_subprocess_wait_check (other, NULL, &error));
  g_assert_no_error (error);
  chats = store_test_await_boxed (salon_store_list_chats (store));
  g_assert_cmpuint (chats->len, ==, 101);
  store_test_close (store);
}

static char *
dup_state (SalonStore *store)
{
  g_autoptr(GPtrArray) messages = store_test_await_boxed (salon_store_load_messages (store, "c"));

  g_assert_cmpuint (messages->len, ==, 1);
  return g_strdup (((SalonStoreMessage *) messages->pdata[0])->state);
}

static void
test_streaming_of_another_process_goes_on (void)
{
  g_autofree char *path = store_test_dup_path ("streaming.db");
  g_autoptr(GSubprocess) other = start_writer (path, "hold", NULL);
  g_autoptr(GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autofree char *while_alive = NULL;
  g_autofree char *when_dead = NULL;
  g_autofree char *hits = NULL;
  SalonStore *store;

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (other));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_cmpstr (line, ==, "ready");

  store = store_test_open (path);
  while_alive = dup_state (store);
  g_assert_cmpstr (while_alive, ==, "streaming");

  /* Nobody has to open the file again for it to be seen. */
  g_subprocess_send_signal (other, SIGKILL);
  g_assert_true (g_subprocess_wait (other, NULL, NULL));
  when_dead = dup_state (store);
  g_assert_cmpstr (when_dead, ==, "stopped");
  hits = store_test_dup_hits (store, "halfway");
  g_assert_cmpstr (hits, ==, "c:m");
  store_test_close (store);
}

int
main (int   argc,
      char *argv[])
{
  store_test_init (&argc, &argv);
  g_test_add_func ("/store/processes/killed-in-mid-stream", test_killed_in_mid_stream);
  g_test_add_func ("/store/processes/two-share-a-file", test_two_processes_share_a_file);
  g_test_add_func ("/store/processes/one-sees-what-the-other-saved",
                   test_one_process_sees_what_the_other_saved);
  g_test_add_func ("/store/processes/streaming-of-another-goes-on",
                   test_streaming_of_another_process_goes_on);
  return g_test_run ();
}
