/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "llm-chat.h"

#include <stdio.h>

#include "llm-test.h"

void
llm_chat_add (SalonLlmRequest *request,
              SalonLlmRole     role,
              SalonLlmPart    *first,
              ...)
{
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new (role);
  va_list parts;

  va_start (parts, first);
  for (SalonLlmPart *part = first; part != NULL; part = va_arg (parts, SalonLlmPart *))
    {
      salon_llm_message_add_part (message, part);
      salon_llm_part_unref (part);
    }
  va_end (parts);
  salon_llm_request_add_message (request, message);
}

SalonLlmPart *
llm_chat_reasoning (const char *text,
                    const char *provider,
                    const char *opaque)
{
  g_autoptr (SalonJsonDocument) document = llm_test_parse (opaque);

  return salon_llm_part_new_reasoning (text, provider, salon_json_document_get_root (document));
}

SalonLlmPart *
llm_chat_image (void)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("\211PNG", 4);

  return salon_llm_part_new_image ("image/png", data);
}

GPtrArray *
llm_chat_images (void)
{
  GPtrArray *images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);

  g_ptr_array_add (images, llm_chat_image ());
  return images;
}

static const char *
random_text (void)
{
  static const char * const texts[] = {
    "", " ", "\n\t", "Hi", "Zürich 🎉", "\"quoted\" \\ {", "a\377b", "\302\240", "long enough",
  };

  return texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))];
}

static const char *
random_id (void)
{
  static const char * const ids[] = {
    "a", "b", "call_1", "fc:1|x", "toolu_01", "", "ünï", "0", "a b",
  };

  return ids[g_test_rand_int_range (0, G_N_ELEMENTS (ids))];
}

static SalonLlmPart *
random_opaque (SalonLlmPart *part)
{
  static const char * const opaques[] = {
    "{\"anthropic\":{\"model\":\"claude-sonnet-4-5\",\"signature\":\"sig\"}}",
    "{\"anthropic\":{\"model\":\"claude-opus-5-5\",\"head\":\"0123\",\"signature\":\"sig\"}}",
    "{\"anthropic\":{\"model\":\"claude-sonnet-4-5\",\"data\":\"redacted\"}}",
    "{\"gemini\":{\"model\":\"gemini-3-flash-preview\",\"signature\":\"c2ln\"}}",
    "{\"gemini\":{\"model\":\"gemini-3-flash-preview\",\"signature\":\"c2ln\",\"behind\":true}}",
    "{\"gemini\":{\"model\":\"gemini-3-flash-preview\",\"signature\":\"c2ln\",\"id\":true}}",
    "{\"responses\":{\"encrypted_content\":\"x\"}}", "{\"chat\":{\"field\":\"reasoning\"}}",
    "{\"anthropic\":7,\"gemini\":[]}", "{}",
  };
  g_autoptr (SalonJsonDocument) opaque = NULL;
  SalonLlmPart *marked;

  if (g_test_rand_int_range (0, 3) == 0)
    return part;
  opaque = llm_test_parse (opaques[g_test_rand_int_range (0, G_N_ELEMENTS (opaques))]);
  marked = salon_llm_part_with_opaque (part, g_test_rand_int_range (0, 4) > 0 ? "here" : "there",
                                       salon_json_document_get_root (opaque));
  salon_llm_part_unref (part);
  return marked;
}

static SalonLlmPart *
random_file (void)
{
  static const char * const types[] = {
    "application/pdf", "text/plain", "application/json", "application/zip", "text/x-empty",
  };
  const char *type = types[g_test_rand_int_range (0, G_N_ELEMENTS (types))];
  g_autoptr (GBytes) data = g_bytes_new_static ("data\377", g_str_equal (type, "text/x-empty")
                                                              ? 0 : 5);

  return salon_llm_part_new_document (random_text (), type, data);
}

static SalonLlmPart *
random_part (void)
{
  static const char * const arguments[] = { "{}", "", "{\"a\":", "[1]", "{\"a\": {\"b\": []}}" };
  g_autoptr (GPtrArray) images = llm_chat_images ();
  g_autoptr (GBytes) data = g_bytes_new_static ("RIFF", 4);

  switch (g_test_rand_int_range (0, 11))
    {
    case 0:
    case 1:
      return random_opaque (salon_llm_part_new_text (random_text ()));

    case 2:
    case 3:
      return random_opaque (salon_llm_part_new_reasoning (random_text (), NULL, NULL));

    case 4:
    case 5:
      return random_opaque (salon_llm_part_new_tool_call (
        random_id (), g_test_rand_int_range (0, 2) == 0 ? "look" : "find it/now",
        arguments[g_test_rand_int_range (0, G_N_ELEMENTS (arguments))]));

    case 6:
    case 7:
      return salon_llm_part_new_tool_result (random_id (), "look", random_text (),
                                             g_test_rand_int_range (0, 2) == 0,
                                             g_test_rand_int_range (0, 2) == 0 ? images : NULL);

    case 8:
      return random_opaque (g_test_rand_int_range (0, 3) > 0
                              ? llm_chat_image ()
                              : salon_llm_part_new_image ("image/tiff", data));

    case 9:
      return random_file ();

    case 10:
    default:
      return salon_llm_part_new_audio ("audio/wav", data);
    }
}

void
llm_chat_fill_at_random (SalonLlmRequest *request)
{
  guint n_messages = (guint) g_test_rand_int_range (0, 9);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autoptr (SalonLlmMessage) message = NULL;
      guint n_parts = (guint) g_test_rand_int_range (0, 6);

      message = salon_llm_message_new (g_test_rand_int_range (0, 2) == 0
                                         ? SALON_LLM_ROLE_USER : SALON_LLM_ROLE_ASSISTANT);
      for (guint j = 0; j < n_parts; j++)
        {
          g_autoptr (SalonLlmPart) part = random_part ();

          salon_llm_message_add_part (message, part);
        }
      salon_llm_request_add_message (request, message);
    }
}

void
llm_chat_record (const char *path,
                 const char *body)
{
  const char *file_name = g_getenv ("SALON_LLM_REQUESTS");
  FILE *file;

  if (file_name == NULL)
    return;
  file = fopen (file_name, "a");
  g_assert_nonnull (file);
  fprintf (file, "{\"path\":\"%s\",\"body\":%s}\n", path, body);
  fclose (file);
}

const SalonJson *
llm_chat_get (const SalonJson *object,
              const char      *name)
{
  const SalonJson *member = salon_json_get_member (object, name);

  g_assert_nonnull (member);
  return member;
}

const char *
llm_chat_string (const SalonJson *object,
                 const char      *name)
{
  const char *string = salon_json_as_string (llm_chat_get (object, name));

  g_assert_nonnull (string);
  return string;
}
