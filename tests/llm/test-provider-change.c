/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "salon-json-writer.h"
#include "salon-llm-reply.h"

#include "llm-test-voices.h"
#include "llm-test.h"

#define N_TURNS 30
#define N_RANDOM_CHATS 60

#define LONG_NAME "files.server/read a file whose name is far longer than any provider takes it"

/* Where --dump FILE writes the requests to, one line each, for tools that judge them; as those
 * take their time, not those of every chat.
 */
#define N_DUMPED_RANDOM_CHATS 15
static FILE *dump;
static gboolean dumps_this_chat;

static void
check (const LlmTestVoice *voice,
       SalonLlmRequest    *request)
{
  g_autofree char *text = llm_test_voices_write (voice, request);
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autofree char *line = NULL;

  llm_test_rules_check (voice, text);
  if (dump == NULL || !dumps_this_chat || !voice->judged)
    return;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "path", voice->path);
  salon_json_writer_add_text (writer, "body", text);
  salon_json_writer_end_object (writer);
  line = salon_json_writer_finish (writer);
  fprintf (dump, "%s\n", line);
}

/* A real picture: 1 × 1. */
static SalonLlmPart *
new_picture (void)
{
  static const char encoded[] = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPh"
                                "fDwAChwGA60e6kgAAAABJRU5ErkJggg==";
  gsize length;
  guchar *data = g_base64_decode (encoded, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);

  return salon_llm_part_new_image ("image/png", bytes);
}

static SalonLlmPart *
new_file (const char *name,
          const char *mime_type)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("%PDF-1.4 a", 10);

  return salon_llm_part_new_document (name, mime_type, bytes);
}

static void
take (SalonLlmMessage *message,
      SalonLlmPart    *part)
{
  salon_llm_message_add_part (message, part);
  salon_llm_part_unref (part);
}

/* The chat as the host would have it: messages that no provider has a say in. */
typedef struct
{
  GPtrArray *messages;
  guint n_answers;
} Chat;

static SalonLlmRequest *
make_request (Chat               *chat,
              const LlmTestVoice *voice)
{
  SalonLlmRequest *request = salon_llm_request_new (voice->model);
  g_autoptr (SalonLlmTool) look = llm_test_tool (
    "look", "Looks at something", "{\"type\":\"object\",\"properties\":{\"what\":{\"type\":"
    "\"string\"},\"how\":{\"$ref\":\"#/$defs/how\"}},\"required\":[\"what\"],\"$defs\":{\"how\":"
    "{\"type\":\"object\",\"properties\":{\"often\":{\"type\":\"integer\",\"minimum\":1}}}}}");
  g_autoptr (SalonLlmTool) read = llm_test_tool (LONG_NAME, "Reads", "{\"type\":\"object\"}");
  g_autoptr (SalonLlmTool) bare = llm_test_tool ("bare", NULL, "{}");

  salon_llm_request_set_system (request, "Be kind.");
  salon_llm_request_set_chat (request, "chat-1");
  salon_llm_request_set_effort (request, SALON_LLM_EFFORT_MEDIUM);
  salon_llm_request_set_max_tokens (request, 8000);
  salon_llm_request_add_tool (request, look);
  salon_llm_request_add_tool (request, read);
  salon_llm_request_add_tool (request, bare);
  for (guint i = 0; i < chat->messages->len; i++)
    salon_llm_request_add_message (request, g_ptr_array_index (chat->messages, i));
  return request;
}

static SalonLlmMessage *
add_message (Chat         *chat,
             SalonLlmRole  role)
{
  SalonLlmMessage *message = salon_llm_message_new (role);

  g_ptr_array_add (chat->messages, message);
  return message;
}

/* Asks a provider, and lets it answer; what it says becomes a part of the chat. */
static SalonLlmMessage *
ask (Chat                      *chat,
     const LlmTestVoice        *voice,
     const LlmTestAnswerScript *script)
{
  g_autoptr (SalonLlmRequest) request = make_request (chat, voice);
  g_autoptr (SalonLlmReply) reply = NULL;
  SalonLlmMessage *message;
  GPtrArray *parts;
  guint n_calls = 0;

  check (voice, request);
  reply = llm_test_voices_answer (voice, request, script, ++chat->n_answers);
  parts = salon_llm_reply_get_parts (reply);
  message = add_message (chat, SALON_LLM_ROLE_ASSISTANT);
  for (guint i = 0; i < parts->len; i++)
    {
      SalonLlmPart *part = g_ptr_array_index (parts, i);

      salon_llm_message_add_part (message, part);
      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_CALL)
        {
          /* Whatever name was sent, the host gets the one it offered. */
          g_assert_cmpstr (salon_llm_part_get_name (part), ==, script->names[n_calls]);
          n_calls++;
        }
    }
  g_assert_cmpuint (n_calls, ==, script->n_calls);
  return message;
}

typedef enum
{
  RESULT_TEXT,
  RESULT_ERROR,
  RESULT_PICTURE,
  RESULT_EMPTY,
  RESULT_NONE,
} Result;

static void
add_results (Chat            *chat,
             SalonLlmMessage *answer,
             const Result    *results,
             const char      *words)
{
  SalonLlmMessage *message = add_message (chat, SALON_LLM_ROLE_USER);
  guint n_calls = 0;

  for (guint i = 0; i < salon_llm_message_get_n_parts (answer); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (answer, i);
      g_autoptr (GPtrArray) images = NULL;
      Result result;

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TOOL_CALL)
        continue;
      result = results[n_calls++];
      if (result == RESULT_NONE)
        continue;
      if (result == RESULT_PICTURE)
        {
          images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
          g_ptr_array_add (images, new_picture ());
        }
      take (message, salon_llm_part_new_tool_result (salon_llm_part_get_id (part),
                                                     salon_llm_part_get_name (part),
                                                     result == RESULT_EMPTY ? "" : "A result",
                                                     result == RESULT_ERROR, images));
    }
  if (words != NULL)
    take (message, salon_llm_part_new_text (words));
  if (salon_llm_message_get_n_parts (message) == 0)
    g_ptr_array_set_size (chat->messages, (int) chat->messages->len - 1);
}

static const LlmTestAnswerScript plain = { NULL, "All is well.", 0, { NULL } };
static const LlmTestAnswerScript thoughtful = { "First I look.", "Seen.", 0, { NULL } };
static const LlmTestAnswerScript one_call = {
  NULL, "I look.", 1, { "look" }, { NULL }, { "{\"what\":\"it\",\"how\":{\"often\":2}}" },
};
static const LlmTestAnswerScript two_calls = {
  "Two at once.", NULL, 2, { "look", LONG_NAME }, { NULL }, { "{\"what\":\"a\"}", "{}" },
};
static const LlmTestAnswerScript broken_call = {
  "Hm.", "Wait.", 1, { "bare" }, { NULL }, { "{}" },
};
/* Ids that others gave before, or that nobody else would take. */
static const LlmTestAnswerScript odd_calls = {
  NULL, NULL, 3, { "look", "look", "bare" }, { "call_1", "functions.look:1", "call_1" },
  { "{\"what\":\"a\"}", "{\"what\":\"b\"}", "{}" },
};

static void
take_turn (Chat  *chat,
           guint  turn)
{
  const LlmTestVoice *voice = llm_test_voices_get (turn);
  const LlmTestVoice *next = llm_test_voices_get (turn + 1);
  static const Result one[] = { RESULT_TEXT };
  static const Result two[] = { RESULT_PICTURE, RESULT_ERROR };
  static const Result three[] = { RESULT_TEXT, RESULT_NONE, RESULT_EMPTY };
  SalonLlmMessage *message = NULL;

  /* A turn after calls that were stopped begins in the message of their results. */
  if (turn % 7 != 6)
    message = add_message (chat, SALON_LLM_ROLE_USER);
  if (message != NULL)
    take (message, salon_llm_part_new_text ("Go on, please."));
  switch (turn % 7)
    {
    case 0:
      ask (chat, voice, &plain);
      break;

    case 1:
      add_results (chat, ask (chat, voice, &one_call), one, NULL);
      ask (chat, voice, &plain);
      break;

    case 2:
      add_results (chat, ask (chat, voice, &two_calls), two, NULL);
      ask (chat, voice, &thoughtful);
      break;

    case 3:
      take (message, new_picture ());
      take (message, new_file ("report.pdf", "application/pdf"));
      take (message, new_file ("notes.txt", "text/plain"));
      ask (chat, voice, &thoughtful);
      break;

    case 4:
      /* The provider changes between a call and what follows on its result. */
      add_results (chat, ask (chat, voice, &two_calls), two, NULL);
      ask (chat, next, &thoughtful);
      break;

    case 5:
      add_results (chat, ask (chat, voice, &broken_call), one, NULL);
      add_results (chat, ask (chat, voice, &odd_calls), three, "Stop. Something else:");
      break;

    case 6:
      add_results (chat, ask (chat, voice, &odd_calls), three, "And now this.");
      ask (chat, next, &plain);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
test_thirty_turns (gconstpointer data)
{
  guint first = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) messages = NULL;
  Chat chat = { 0 };

  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_message_unref);
  chat.messages = messages;
  dumps_this_chat = first == 0;
  for (guint i = 0; i < N_TURNS; i++)
    {
      guint turn = first + i;

      take_turn (&chat, turn);
      /* And everybody else could take the chat over at this very point. */
      for (guint j = 0; j < llm_test_voices_get_n (); j++)
        {
          const LlmTestVoice *voice = llm_test_voices_get (j);
          g_autoptr (SalonLlmRequest) request = NULL;
          SalonLlmMessage *question;

          question = add_message (&chat, SALON_LLM_ROLE_USER);
          take (question, salon_llm_part_new_text ("What do you think?"));
          request = make_request (&chat, voice);
          check (voice, request);
          g_ptr_array_set_size (chat.messages, (int) chat.messages->len - 1);
        }
    }
  g_assert_cmpuint (chat.messages->len, >, N_TURNS);
}

/* --- chats in whatever state a crash, an edit or another program may leave them -------------- */

static char *
random_id (void)
{
  static const char * const ids[] = {
    "a", "call_1", "toolu_01", "AbCdEf123", "functions.look:0", "", "with space",
    "çedilla", "0123456789012345678901234567890123456789012345678901234567890123456789",
  };

  return g_strdup (ids[g_test_rand_int_range (0, G_N_ELEMENTS (ids))]);
}

static SalonLlmPart *
random_part (void)
{
  static const char * const texts[] = { "", "Words", "\"quoted\"\n", "🎉", " " };
  static const char * const names[] = { "look", LONG_NAME, "bare", "gone_tool", "ä" };
  static const char * const arguments[] = { "{}", "", "{\"what\":", "[1]", "{\"what\":\"x\"}" };
  const char *text = texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))];
  const char *name = names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];
  g_autofree char *id = random_id ();
  g_autoptr (GPtrArray) images = NULL;

  switch (g_test_rand_int_range (0, 9))
    {
    case 0:
      return new_picture ();

    case 1:
      return new_file ("a.pdf", "application/pdf");

    case 2:
      return new_file ("b.bin", "application/octet-stream");

    case 3:
      return salon_llm_part_new_reasoning (text, NULL, NULL);

    case 4:
    case 5:
      return salon_llm_part_new_tool_call (id, name,
                                           arguments[g_test_rand_int_range (0, 5)]);

    case 6:
    case 7:
      if (g_test_rand_bit ())
        {
          images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
          g_ptr_array_add (images, new_picture ());
        }
      return salon_llm_part_new_tool_result (id, name, text, g_test_rand_bit (), images);

    default:
      return salon_llm_part_new_text (text);
    }
}

static void
test_random_chats (void)
{
  for (guint i = 0; i < N_RANDOM_CHATS; i++)
    {
      g_autoptr (GPtrArray) messages = NULL;
      Chat chat = { 0 };
      guint n_messages = (guint) g_test_rand_int_range (0, 12);
      SalonLlmMessage *last;

      messages = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_message_unref);
      chat.messages = messages;
      dumps_this_chat = i < N_DUMPED_RANDOM_CHATS;
      for (guint j = 0; j < n_messages; j++)
        {
          SalonLlmMessage *message = add_message (&chat, g_test_rand_bit ()
                                                         ? SALON_LLM_ROLE_USER
                                                         : SALON_LLM_ROLE_ASSISTANT);
          guint n_parts = (guint) g_test_rand_int_range (0, 6);

          for (guint k = 0; k < n_parts; k++)
            take (message, random_part ());
        }
      last = add_message (&chat, SALON_LLM_ROLE_USER);
      take (last, salon_llm_part_new_text ("So?"));
      for (guint j = 0; j < llm_test_voices_get_n (); j++)
        {
          g_autoptr (SalonLlmRequest) request = make_request (&chat, llm_test_voices_get (j));

          check (llm_test_voices_get (j), request);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  if (argc > 2 && g_str_equal (argv[1], "--dump"))
    {
      dump = fopen (argv[2], "w");
      g_assert_nonnull (dump);
      argv[2] = argv[0];
      argv += 2;
      argc -= 2;
    }
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  /* Each of them once as the one that begins. */
  for (guint i = 0; i < llm_test_voices_get_n (); i++)
    {
      g_autofree char *name = g_strdup_printf ("/llm/provider-change/thirty-turns/%s",
                                               llm_test_voices_get (i)->id);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_thirty_turns);
    }
  g_test_add_func ("/llm/provider-change/random-chats", test_random_chats);

  status = g_test_run ();
  if (dump != NULL)
    fclose (dump);
  return status;
}
