/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-layout-private.h"

#include "salon-llm-text.h"

typedef struct
{
  SalonLlmRequest *request;
  const SalonGeminiTraits *traits;
  const char *provider;
  GPtrArray *items;   /* SalonGeminiItem */
  GPtrArray *pending; /* SalonGeminiItem, borrowed: calls that wait for their results */
} LayingOut;

static void
item_free (gpointer data)
{
  SalonGeminiItem *item = data;

  g_free (item->text);
  g_free (item);
}

static SalonGeminiItem *
add_item (LayingOut           *laying,
          SalonLlmRole         role,
          SalonGeminiItemKind  kind,
          SalonLlmPart        *part)
{
  SalonGeminiItem *item = g_new0 (SalonGeminiItem, 1);

  item->role = role;
  item->kind = kind;
  item->part = part;
  g_ptr_array_add (laying->items, item);
  return item;
}

static void
add_words (LayingOut    *laying,
           SalonLlmRole  role,
           const char   *text)
{
  if (!salon_llm_text_is_blank (text))
    add_item (laying, role, SALON_GEMINI_ITEM_TEXT, NULL)->text = g_strdup (text);
}

/* What the stream reader kept with a part: of use to the model that made it, and to no other. */
static const SalonJson *
find_native (LayingOut    *laying,
             SalonLlmRole  role,
             SalonLlmPart *part)
{
  const SalonJson *native;
  const char *model;

  if (laying->provider == NULL || role != SALON_LLM_ROLE_ASSISTANT)
    return NULL;
  native = salon_json_get_member (salon_llm_part_get_opaque (part, laying->provider), "gemini");
  if (!salon_json_is_object (native))
    return NULL;
  model = salon_json_as_string (salon_json_get_member (native, "model"));
  return g_strcmp0 (model, salon_llm_request_get_model (laying->request)) == 0 ? native : NULL;
}

static void
add_text (LayingOut    *laying,
          SalonLlmRole  role,
          SalonLlmPart *part)
{
  const SalonJson *native = find_native (laying, role, part);
  const char *text = salon_llm_part_get_text (part);
  SalonGeminiItem *item;

  if (!salon_json_is_string (salon_json_get_member (native, "signature")))
    {
      add_words (laying, role, text);
      return;
    }
  /* The signature may have come behind the text, in a part of its own. */
  if (salon_json_get_member (native, "behind") != NULL)
    {
      add_words (laying, role, text);
      text = "";
    }
  item = add_item (laying, role, SALON_GEMINI_ITEM_TEXT, part);
  item->text = g_strdup (text);
  item->native = native;
}

/* Thoughts are a summary for people; only those with a signature mean something to the API. */
static void
add_reasoning (LayingOut    *laying,
               SalonLlmPart *part)
{
  const SalonJson *native = find_native (laying, SALON_LLM_ROLE_ASSISTANT, part);
  gboolean is_text = salon_json_get_member (native, "behind") != NULL;
  SalonGeminiItem *item;

  if (salon_json_is_object (salon_json_get_member (native, "part")))
    {
      add_item (laying, SALON_LLM_ROLE_ASSISTANT, SALON_GEMINI_ITEM_NATIVE, part)->native = native;
      return;
    }
  if (!salon_json_is_string (salon_json_get_member (native, "signature")))
    return;
  item = add_item (laying, SALON_LLM_ROLE_ASSISTANT,
                   is_text ? SALON_GEMINI_ITEM_TEXT : SALON_GEMINI_ITEM_THOUGHT, part);
  item->text = g_strdup (is_text ? "" : salon_llm_part_get_text (part));
  item->native = native;
}

static void
add_file (LayingOut    *laying,
          SalonLlmRole  role,
          SalonLlmPart *part)
{
  g_autofree char *text = NULL;

  if (salon_gemini_can_send (part, salon_llm_request_get_model_facts (laying->request)))
    {
      add_item (laying, role, SALON_GEMINI_ITEM_FILE, part)->native = find_native (laying, role,
                                                                             part);
      return;
    }
  if (salon_llm_part_get_kind (part) == SALON_LLM_PART_DOCUMENT)
    text = salon_llm_text_dup_document (part);
  if (!salon_llm_text_is_blank (text))
    {
      /* A part has no place for a file's name. */
      g_autofree char *named = g_strdup_printf ("File “%s”:\n\n%s",
                                                salon_llm_part_get_name (part), text);

      add_words (laying, role, named);
      return;
    }
  g_free (text);
  text = salon_llm_text_describe_unsent (part);
  add_words (laying, role, text);
}

static void
add_part (LayingOut    *laying,
          SalonLlmRole  role,
          SalonLlmPart *part)
{
  SalonGeminiItem *item;

  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_TEXT:
      add_text (laying, role, part);
      break;

    case SALON_LLM_PART_REASONING:
      if (role == SALON_LLM_ROLE_ASSISTANT)
        add_reasoning (laying, part);
      break;

    case SALON_LLM_PART_TOOL_CALL:
      if (role != SALON_LLM_ROLE_ASSISTANT)
        break;
      item = add_item (laying, role, SALON_GEMINI_ITEM_CALL, part);
      item->native = find_native (laying, role, part);
      g_ptr_array_add (laying->pending, item);
      break;

    case SALON_LLM_PART_IMAGE:
    case SALON_LLM_PART_DOCUMENT:
    case SALON_LLM_PART_AUDIO:
      add_file (laying, role, part);
      break;

    case SALON_LLM_PART_TOOL_RESULT:
    default:
      break;
    }
}

static SalonLlmPart *
find_result (LayingOut  *laying,
             guint       position,
             const char *call_id)
{
  for (guint i = position; i < salon_llm_request_get_n_messages (laying->request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (laying->request, i);

      if (salon_llm_message_get_role (message) != SALON_LLM_ROLE_USER)
        break;
      for (guint j = 0; j < salon_llm_message_get_n_parts (message); j++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, j);

          if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_RESULT &&
              g_strcmp0 (salon_llm_part_get_id (part), call_id) == 0)
            return part;
        }
    }
  return NULL;
}

/* Where a result cannot hold pictures, they follow as the user's. */
static void
add_result_images (LayingOut    *laying,
                   SalonLlmPart *result)
{
  GPtrArray *images = salon_llm_part_get_images (result);
  g_autofree char *caption = NULL;

  if (images == NULL || images->len == 0)
    return;
  caption = g_strdup_printf ("Images in the result of %s:", salon_llm_part_get_name (result));
  add_words (laying, SALON_LLM_ROLE_USER, caption);
  for (guint i = 0; i < images->len; i++)
    add_file (laying, SALON_LLM_ROLE_USER, g_ptr_array_index (images, i));
}

/* The API wants exactly one response for each call, all of one reply's together and in the order
 * of the calls, right behind them. Results of no call are left out.
 */
static void
add_results (LayingOut *laying,
             guint      position)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new ();

  for (guint i = 0; i < laying->pending->len; i++)
    {
      SalonGeminiItem *call = g_ptr_array_index (laying->pending, i);
      SalonLlmPart *result = find_result (laying, position, salon_llm_part_get_id (call->part));
      SalonGeminiItem *item = add_item (laying, SALON_LLM_ROLE_USER, SALON_GEMINI_ITEM_RESULT,
                                        result);

      item->call = call->part;
      item->native = call->native;
      if (result != NULL)
        g_ptr_array_add (results, result);
    }
  g_ptr_array_set_size (laying->pending, 0);
  for (guint i = 0; i < results->len && !laying->traits->sees_results; i++)
    add_result_images (laying, g_ptr_array_index (results, i));
}

static void
add_message (LayingOut       *laying,
             SalonLlmMessage *message,
             guint            position)
{
  SalonLlmRole role = salon_llm_message_get_role (message);

  add_results (laying, position);
  if (laying->items->len == 0 && role == SALON_LLM_ROLE_ASSISTANT)
    add_words (laying, SALON_LLM_ROLE_USER, SALON_LLM_TEXT_GO_ON);
  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    add_part (laying, role, salon_llm_message_get_part (message, i));
}

/* Lays the chat of @request out as the API wants it: the user at both ends, each call answered
 * right behind its content, nothing empty.
 */
GPtrArray *
salon_gemini_lay_out (SalonLlmRequest         *request,
                      const SalonGeminiTraits *traits,
                      const char              *provider)
{
  LayingOut laying = { 0 };
  SalonGeminiItem *last = NULL;
  guint n_messages = salon_llm_request_get_n_messages (request);

  laying.request = request;
  laying.traits = traits;
  laying.provider = provider;
  laying.items = g_ptr_array_new_with_free_func (item_free);
  laying.pending = g_ptr_array_new ();

  if (!traits->takes_system)
    add_words (&laying, SALON_LLM_ROLE_USER, salon_llm_request_get_system (request));
  for (guint i = 0; i < n_messages; i++)
    add_message (&laying, salon_llm_request_get_message (request, i), i);
  add_results (&laying, n_messages);
  if (laying.items->len > 0)
    last = g_ptr_array_index (laying.items, laying.items->len - 1);
  if (last == NULL || last->role == SALON_LLM_ROLE_ASSISTANT)
    add_words (&laying, SALON_LLM_ROLE_USER, SALON_LLM_TEXT_GO_ON);

  g_ptr_array_unref (laying.pending);
  return laying.items;
}
