/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-layout-private.h"

#include <string.h>

#include "salon-llm-text.h"

/* Characters of the hash that stands for tools and system prompt. */
#define HEAD_LENGTH 16

/* A call that waits for its result. */
typedef struct
{
  const char *original_id; /* borrowed from the request */
  char *id;                /* as it is sent */
} Pending;

typedef struct
{
  SalonLlmRequest *request;
  const SalonAnthropicTraits *traits;
  const char *provider;
  const char *model;
  char *head;          /* NULL where nothing depends on it */
  gboolean with_thinking;
  GPtrArray *blocks;   /* SalonAnthropicBlock */
  GPtrArray *pending;  /* Pending */
  GHashTable *ids;     /* char *: ids that have been sent */
} LayingOut;

static void
block_free (gpointer data)
{
  SalonAnthropicBlock *block = data;

  g_free (block->text);
  g_free (block->id);
  g_free (block);
}

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_free (pending->id);
  g_free (pending);
}

static SalonAnthropicBlock *
add_block (LayingOut               *laying,
           SalonLlmRole             role,
           SalonAnthropicBlockKind  kind,
           SalonLlmPart            *part)
{
  SalonAnthropicBlock *block = g_new0 (SalonAnthropicBlock, 1);

  block->role = role;
  block->kind = kind;
  block->part = part;
  g_ptr_array_add (laying->blocks, block);
  return block;
}

/* The API refuses texts that are nothing but white space. */
static void
add_text (LayingOut    *laying,
          SalonLlmRole  role,
          const char   *text)
{
  if (!salon_llm_text_is_blank (text))
    add_block (laying, role, SALON_ANTHROPIC_BLOCK_TEXT, NULL)->text = g_strdup (text);
}

static void
add_file (LayingOut    *laying,
          SalonLlmRole  role,
          SalonLlmPart *part)
{
  g_autofree char *sentence = NULL;

  /* Only the user's side may hold files. */
  if (role == SALON_LLM_ROLE_USER &&
      salon_anthropic_can_send (part, salon_llm_request_get_model_facts (laying->request)))
    {
      add_block (laying, role, SALON_ANTHROPIC_BLOCK_FILE, part);
      return;
    }
  sentence = salon_llm_text_describe_unsent (part);
  add_text (laying, role, sentence);
}

/* Ids have a narrow alphabet, and every one may be used once in a chat. Other providers have
 * rules of their own, and some count their calls from 0 in every reply.
 */
static char *
make_id (LayingOut  *laying,
         const char *original)
{
  g_autofree char *id = g_strdup (*original != '\0' ? original : "call");

  for (char *p = id; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '_' && *p != '-')
        *p = '_';
    }
  if (g_hash_table_contains (laying->ids, id))
    {
      for (guint number = 2; ; number++)
        {
          g_autofree char *other = g_strdup_printf ("%s_%u", id, number);

          if (!g_hash_table_contains (laying->ids, other))
            {
              g_set_str (&id, other);
              break;
            }
        }
    }
  g_hash_table_add (laying->ids, g_strdup (id));
  return g_steal_pointer (&id);
}

static void
add_call (LayingOut    *laying,
          SalonLlmPart *part)
{
  SalonAnthropicBlock *block = add_block (laying, SALON_LLM_ROLE_ASSISTANT,
                                          SALON_ANTHROPIC_BLOCK_CALL, part);
  Pending *pending = g_new0 (Pending, 1);

  block->id = make_id (laying, salon_llm_part_get_id (part));
  pending->original_id = salon_llm_part_get_id (part);
  pending->id = g_strdup (block->id);
  g_ptr_array_add (laying->pending, pending);
}

/* What a model thought may come back to every one of Anthropic's models – the API leaves out
 * what the model at hand cannot read –, but other vendors sign in ways of their own.
 */
static gboolean
fits_model (LayingOut       *laying,
            const SalonJson *native)
{
  const char *model = salon_json_as_string (salon_json_get_member (native, "model"));
  const char *head = salon_json_as_string (salon_json_get_member (native, "head"));

  if (!laying->with_thinking || laying->traits->thinking == SALON_ANTHROPIC_THINKING_NEVER)
    return FALSE;
  if (g_strcmp0 (model, laying->model) != 0 &&
      (model == NULL || !laying->traits->is_claude || strstr (model, "claude") == NULL))
    return FALSE;
  return laying->head == NULL || g_strcmp0 (head, laying->head) == 0;
}

static void
add_reasoning (LayingOut    *laying,
               SalonLlmPart *part)
{
  const SalonJson *native = NULL;

  if (laying->provider != NULL)
    native = salon_json_get_member (salon_llm_part_get_opaque (part, laying->provider),
                                    "anthropic");
  if (salon_json_is_object (salon_json_get_member (native, "block")))
    add_block (laying, SALON_LLM_ROLE_ASSISTANT, SALON_ANTHROPIC_BLOCK_NATIVE,
               part)->native = native;
  else if ((salon_json_is_string (salon_json_get_member (native, "signature")) ||
            salon_json_is_string (salon_json_get_member (native, "data"))) &&
           fits_model (laying, native))
    add_block (laying, SALON_LLM_ROLE_ASSISTANT, SALON_ANTHROPIC_BLOCK_THINKING,
               part)->native = native;
}

/* A reply that broke off while the model was thinking is no content of its own. */
static void
trim_thinking (LayingOut *laying,
               guint      begin)
{
  gboolean only_thinking = TRUE;

  for (guint i = begin; i < laying->blocks->len; i++)
    {
      SalonAnthropicBlock *block = g_ptr_array_index (laying->blocks, i);

      only_thinking = only_thinking && block->kind == SALON_ANTHROPIC_BLOCK_THINKING;
    }
  while (laying->blocks->len > begin)
    {
      SalonAnthropicBlock *last = g_ptr_array_index (laying->blocks, laying->blocks->len - 1);

      if (last->kind != SALON_ANTHROPIC_BLOCK_THINKING ||
          (laying->traits->binds_thinking && !only_thinking))
        break;
      g_ptr_array_set_size (laying->blocks, (gint) laying->blocks->len - 1);
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

/* Every call wants one result at the very beginning of the user's message behind it, in
 * whatever state the chat was left. Results of no call are left out.
 */
static void
add_results (LayingOut *laying,
             guint      position)
{
  for (guint i = 0; i < laying->pending->len; i++)
    {
      Pending *pending = g_ptr_array_index (laying->pending, i);
      SalonLlmPart *result = find_result (laying, position, pending->original_id);
      SalonAnthropicBlock *block = add_block (laying, SALON_LLM_ROLE_USER,
                                              SALON_ANTHROPIC_BLOCK_RESULT, result);

      block->id = g_strdup (pending->id);
    }
  g_ptr_array_set_size (laying->pending, 0);
}

static void
add_part (LayingOut    *laying,
          SalonLlmRole  role,
          SalonLlmPart *part)
{
  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_TEXT:
      add_text (laying, role, salon_llm_part_get_text (part));
      break;

    case SALON_LLM_PART_REASONING:
      if (role == SALON_LLM_ROLE_ASSISTANT)
        add_reasoning (laying, part);
      break;

    case SALON_LLM_PART_TOOL_CALL:
      if (role == SALON_LLM_ROLE_ASSISTANT)
        add_call (laying, part);
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

static void
add_message (LayingOut       *laying,
             SalonLlmMessage *message,
             guint            position)
{
  SalonLlmRole role = salon_llm_message_get_role (message);
  guint begin;

  add_results (laying, position);
  begin = laying->blocks->len;
  /* The user comes first, and never after a beginning that has been cut away. */
  if (begin == 0 && role == SALON_LLM_ROLE_ASSISTANT)
    {
      add_text (laying, SALON_LLM_ROLE_USER, SALON_LLM_TEXT_GO_ON);
      begin = 1;
    }
  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    add_part (laying, role, salon_llm_message_get_part (message, i));
  if (role == SALON_LLM_ROLE_ASSISTANT)
    trim_thinking (laying, begin);
}

/* The user has the last word, unless the API paused in the middle of its own work and wants
 * that work back as it is.
 */
static gboolean
ends_with_pause (LayingOut *laying)
{
  for (guint i = laying->blocks->len; i > 0; i--)
    {
      SalonAnthropicBlock *block = g_ptr_array_index (laying->blocks, i - 1);

      if (block->role == SALON_LLM_ROLE_USER)
        return FALSE;
      if (block->kind == SALON_ANTHROPIC_BLOCK_NATIVE)
        return TRUE;
    }
  return FALSE;
}

/* Lays the chat of @request out as the API wants it: roles in turns, each call answered right
 * behind it, nothing empty. What is laid out for the beginning of a chat never depends on how
 * it goes on, for the sake of the prompt cache and of thinking that is bound to it.
 */
GPtrArray *
salon_anthropic_lay_out (SalonLlmRequest            *request,
                         const SalonAnthropicTraits *traits,
                         const char                 *provider,
                         gboolean                    with_thinking)
{
  LayingOut laying = { 0 };
  SalonAnthropicBlock *last;
  guint n_messages = salon_llm_request_get_n_messages (request);

  laying.request = request;
  laying.traits = traits;
  laying.provider = provider;
  laying.model = salon_llm_request_get_model (request);
  laying.head = traits->binds_thinking ? salon_anthropic_dup_head (request) : NULL;
  laying.with_thinking = with_thinking;
  laying.blocks = g_ptr_array_new_with_free_func (block_free);
  laying.pending = g_ptr_array_new_with_free_func (pending_free);
  laying.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_messages; i++)
    add_message (&laying, salon_llm_request_get_message (request, i), i);
  add_results (&laying, n_messages);
  last = laying.blocks->len > 0 ? g_ptr_array_index (laying.blocks, laying.blocks->len - 1) : NULL;
  if (last == NULL || (last->role == SALON_LLM_ROLE_ASSISTANT && !ends_with_pause (&laying)))
    add_text (&laying, SALON_LLM_ROLE_USER, SALON_LLM_TEXT_GO_ON);

  g_free (laying.head);
  g_ptr_array_unref (laying.pending);
  g_hash_table_unref (laying.ids);
  return laying.blocks;
}

static void
update (GChecksum  *checksum,
        const char *text)
{
  if (text != NULL)
    g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_update (checksum, (const guchar *) "", 1);
}

/* A short name of the tools and the system prompt of @request: newer models take back what
 * they thought only behind the same ones, and refuse the whole request otherwise.
 */
char *
salon_anthropic_dup_head (SalonLlmRequest *request)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  update (checksum, salon_llm_request_get_system (request));
  for (guint i = 0; i < salon_llm_request_get_n_tools (request); i++)
    {
      SalonLlmTool *tool = salon_llm_request_get_tool (request, i);
      const SalonJson *schema = salon_llm_tool_get_schema (tool);
      g_autofree char *text = schema != NULL ? salon_json_to_text (schema, FALSE) : NULL;

      update (checksum, salon_llm_tool_get_name (tool));
      update (checksum, salon_llm_tool_get_description (tool));
      update (checksum, text);
    }
  return g_strndup (g_checksum_get_string (checksum), HEAD_LENGTH);
}
