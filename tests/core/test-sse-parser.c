/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-core-error.h"
#include "salon-sse-parser.h"

/* What comes out of a parser: <type|data|id|retry>, ! for an event too large. */
static void
pop_all (SalonSseParser *parser,
         GString        *out)
{
  for (;;)
    {
      g_autoptr(SalonSseEvent) event = NULL;
      g_autoptr(GError) error = NULL;

      if (salon_sse_parser_pop (parser, &event, &error))
        {
          g_string_append_printf (out, "<%s|", event->type);
          g_string_append_len (out, event->data, event->data_length);
          g_string_append_printf (out, "|%s|%" G_GINT64_FORMAT ">", event->last_event_id,
                                  event->retry_ms);
        }
      else if (error != NULL)
        {
          g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE);
          g_string_append_c (out, '!');
        }
      else
        {
          return;
        }
    }
}

static char *
parse (const char *stream,
       gsize       length,
       gsize       max_event,
       gsize       piece)
{
  g_autoptr(SalonSseParser) parser = salon_sse_parser_new (max_event);
  GString *out = g_string_new (NULL);
  gsize i;

  for (i = 0; i < length; i += piece)
    {
      salon_sse_parser_push (parser, (const guint8 *) stream + i, MIN (piece, length - i));
      if (i % 2 == 0)
        pop_all (parser, out);
    }
  pop_all (parser, out);
  g_string_append_printf (out, "%s/%" G_GINT64_FORMAT,
                          salon_sse_parser_get_last_event_id (parser),
                          salon_sse_parser_get_retry (parser));

  return g_string_free (out, FALSE);
}

#define FFFD "\357\277\275"

static const struct {
  const char *stream;
  const char *expected;
} table[] = {
  { "", "/-1" },
  { "\n\n\n", "/-1" },
  { "data: a\n\n", "<message|a||-1>/-1" },
  { "data:a\r\rdata:b\r\n\r\ndata:c\n\n", "<message|a||-1><message|b||-1><message|c||-1>/-1" },
  { "data:a\r\n\n", "<message|a||-1>/-1" },
  { "data:a\n\r\n", "<message|a||-1>/-1" },
  /* The examples of the standard. */
  { "data: YHOO\ndata: +2\ndata: 10\n\n", "<message|YHOO\n+2\n10||-1>/-1" },
  { ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    "<message|first event|1|-1><message|second event||-1><message| third event||-1>/-1" },
  { "data\n\ndata\ndata\n\ndata:", "<message|||-1><message|\n||-1>/-1" },
  { "data:test\n\ndata: test\n\n", "<message|test||-1><message|test||-1>/-1" },
  /* An incomplete event is dropped. */
  { "data: a", "/-1" }, { "data: a\n", "/-1" }, { "data: a\r", "/-1" },
  { "id: 7\ndata: a\n", "/-1" },
  /* Types. */
  { "event: add\ndata: 1\n\ndata: 2\n\n", "<add|1||-1><message|2||-1>/-1" },
  { "event: add\n\ndata: 1\n\n", "<message|1||-1>/-1" },
  { "event: a\nevent: b\ndata: 1\n\n", "<b|1||-1>/-1" },
  { "event: a\nevent\ndata: 1\n\n", "<message|1||-1>/-1" },
  /* Ids stay, also of events without data; those that are incomplete don't count. */
  { "id: 1\ndata: a\n\ndata: b\n\n", "<message|a|1|-1><message|b|1|-1>1/-1" },
  { "id: 1\n\nid: 2\n", "1/-1" },
  { "id: 1\ndata: a\n\nid\ndata: b\n\n", "<message|a|1|-1><message|b||-1>/-1" },
  /* Retry: digits only, at once. */
  { "retry: 10\n", "/10" }, { "retry: 10\n\ndata: a\n\n", "<message|a||-1>/10" },
  { "retry: 010\ndata: a\n\n", "<message|a||10>/10" },
  { "retry: 10\nretry: -5\nretry: 5.0\nretry: 0x5\nretry:  5\nretry: 5 \nretry\nretry:\n", "/10" },
  { "retry: 99999999999999999999999999\n", "/9223372036854775807" },
  { "retry:0\n", "/0" },
  /* Comments, unknown fields, case, spaces. */
  { ":\n:x\n: data: y\n::\n", "/-1" },
  { "Data: a\n\nDATA: a\n\n data: a\n\ndata : a\n\ndatax: a\n\nfoo\n\n", "/-1" },
  { "data:\ta\n\ndata:a:b: c\n\n", "<message|\ta||-1><message|a:b: c||-1>/-1" },
  { "data:   \n\n", "<message|  ||-1>/-1" },
  /* A byte order mark at the start only, and only one. */
  { "\357\273\277data: a\n\n", "<message|a||-1>/-1" },
  { "\357\273\277\357\273\277data: a\n\ndata: b\n\n", "<message|b||-1>/-1" },
  { "data: a\n\n\357\273\277data: b\n\n", "<message|a||-1>/-1" },
  { "\357\273data: a\n\ndata: b\n\n", "<message|b||-1>/-1" },
  { "\357\273\277", "/-1" }, { "\357", "/-1" },
  { "\357\273\277\n\ndata: a\n\n", "<message|a||-1>/-1" },
  /* UTF-8, valid and not. */
  { "data: äöü€😀\n\n", "<message|äöü€😀||-1>/-1" },
  { "event: ä\nid: ö\ndata: 1\n\n", "<ä|1|ö|-1>ö/-1" },
  { "data: \377\303x\342\202\n\n", "<message|" FFFD FFFD "x" FFFD "||-1>/-1" },
  { "data: \342\202\ndata: \254\n\n", "<message|" FFFD "\n" FFFD "||-1>/-1" },
  { "data\303: a\n\ndata: \360\237\r\n\r\n", "<message|" FFFD "||-1>/-1" },
};

static void
test_table (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gsize length = strlen (table[i].stream), piece;

      for (piece = 1; piece <= length + 1; piece++)
        {
          g_autofree char *out = parse (table[i].stream, length, 0, piece);

          g_assert_cmpstr (out, ==, table[i].expected);
        }
    }
}

static void
test_nul (void)
{
  static const char stream[] = "id: 1\n\nid: 2\0\ndata: a\0b\nid: \0\n\n";
  g_autoptr(SalonSseParser) parser = salon_sse_parser_new (0);
  g_autoptr(SalonSseEvent) event = NULL;

  salon_sse_parser_push (parser, (const guint8 *) stream, sizeof stream - 1);
  g_assert_true (salon_sse_parser_pop (parser, &event, NULL));
  g_assert_cmpmem (event->data, event->data_length, "a\0b", 3);
  g_assert_cmpstr (event->last_event_id, ==, "1");
}

static void
test_limit (void)
{
  static const struct {
    const char *stream;
    const char *expected;
  } limits[] = {
    { "data: 0123456789\n\n", "<message|0123456789||-1>/-1" },
    { "data: 0123456789a\n\ndata: b\n\n", "!<message|b||-1>/-1" },
    { "data: 01234\ndata: 5678\n\n", "<message|01234\n5678||-1>/-1" },
    { "data: 01234\ndata: 56789\ndata: a\n\ndata: b\n\n", "!<message|b||-1>/-1" },
    { "id: 7\ndata: 01234567890123456789012345678901234567890123456789\n\ndata: b\n\n",
      "!<message|b|7|-1>7/-1" },
    { "data: a\nfield: 01234567890123456789012345678901234567890123456789\n\ndata: b\n\n",
      "!<message|b||-1>/-1" },
    { ": 01234567890123456789012345678901234567890123456789\ndata: b\n\n",
      "<message|b||-1>/-1" },
    { "data: 01234567890123456789012345678901234567890123456789", "!/-1" },
    { "event: 0123456789\ndata:\n\n", "<0123456789|||-1>/-1" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      gsize length = strlen (limits[i].stream), piece;

      for (piece = 1; piece <= length + 1; piece++)
        {
          g_autofree char *out = parse (limits[i].stream, length, 10, piece);

          g_assert_cmpstr (out, ==, limits[i].expected);
        }
    }
}

static void
test_long_event_is_linear (void)
{
  g_autoptr(SalonSseParser) parser = salon_sse_parser_new (0);
  g_autofree char *data = g_strnfill (4096, 'x');
  g_autoptr(SalonSseEvent) event = NULL;
  gint64 begin = g_get_monotonic_time ();
  guint i;

  salon_sse_parser_push (parser, (const guint8 *) "data:", 5);
  for (i = 0; i < 2048; i++)
    salon_sse_parser_push (parser, (const guint8 *) data, 4096);
  salon_sse_parser_push (parser, (const guint8 *) "\n\n", 2);
  g_assert_true (salon_sse_parser_pop (parser, &event, NULL));
  g_assert_cmpuint (event->data_length, ==, 2048 * 4096);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/sse-parser/same-events-whatever-the-pieces", test_table);
  g_test_add_func ("/core/sse-parser/ids-with-nul-are-ignored", test_nul);
  g_test_add_func ("/core/sse-parser/size-is-limited", test_limit);
  g_test_add_func ("/core/sse-parser/long-event-is-linear", test_long_event_is_linear);

  return g_test_run ();
}
