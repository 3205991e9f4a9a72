/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-blocks-private.h"

#include <string.h>

#include "salon-json-writer.h"

#include "salon-llm-part.h"
#include "salon-llm-text.h"

typedef enum
{
  BLOCK_TEXT,
  BLOCK_THINKING,
  BLOCK_REDACTED,
  BLOCK_CALL,
  BLOCK_NATIVE,
} BlockKind;

typedef struct
{
  BlockKind kind;
  GString *text;            /* of a text or thinking; the JSON text of an input */
  GString *signature;
  gboolean has_signature;
  SalonJsonDocument *start; /* how the server began it, where that matters */
  char *id;
  char *name;               /* as it was offered */
  guint number;             /* among the calls */
  gboolean is_renamed;      /* its arguments have other names than they were offered under */
  gboolean is_finished;
} Block;

struct _SalonAnthropicBlocks
{
  SalonLlmToolNames *names;
  SalonLlmEventFunc func;
  gpointer user_data;
  GPtrArray *blocks;    /* Block, in the order in which they began */
  GHashTable *by_index; /* gint64 * → Block, borrowed */
  GHashTable *ids;      /* char *, borrowed from the calls */
  guint n_calls;
  gsize size;
};

static void
block_free (gpointer data)
{
  Block *block = data;

  g_string_free (block->text, TRUE);
  g_string_free (block->signature, TRUE);
  g_clear_pointer (&block->start, salon_json_document_unref);
  g_free (block->id);
  g_free (block->name);
  g_free (block);
}

SalonAnthropicBlocks *
salon_anthropic_blocks_new (SalonLlmToolNames *names,
                            SalonLlmEventFunc  func,
                            gpointer           user_data)
{
  SalonAnthropicBlocks *self = g_new0 (SalonAnthropicBlocks, 1);

  self->names = salon_llm_tool_names_ref (names);
  self->func = func;
  self->user_data = user_data;
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->by_index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
salon_anthropic_blocks_free (SalonAnthropicBlocks *self)
{
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->by_index);
  g_ptr_array_unref (self->blocks);
  salon_llm_tool_names_unref (self->names);
  g_free (self);
}

/* How many bytes the reply has so far. */
gsize
salon_anthropic_blocks_get_size (SalonAnthropicBlocks *self)
{
  return self->size;
}

guint
salon_anthropic_blocks_get_n_calls (SalonAnthropicBlocks *self)
{
  return self->n_calls;
}

gboolean
salon_anthropic_blocks_has_thinking (SalonAnthropicBlocks *self)
{
  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = g_ptr_array_index (self->blocks, i);

      if (block->kind == BLOCK_THINKING || block->kind == BLOCK_REDACTED)
        return TRUE;
    }
  return FALSE;
}

static Block *
add_block (SalonAnthropicBlocks *self,
           gint64                index,
           BlockKind             kind)
{
  Block *block = g_new0 (Block, 1);

  block->kind = kind;
  block->text = g_string_new (NULL);
  block->signature = g_string_new (NULL);
  g_ptr_array_add (self->blocks, block);
  g_hash_table_replace (self->by_index, g_memdup2 (&index, sizeof index), block);
  /* With what an empty block takes, so that endless ones come to an end, too. */
  self->size += sizeof *block + 3 * sizeof (GString);
  return block;
}

static void
report (SalonAnthropicBlocks *self,
        SalonLlmEventKind     kind,
        Block                *block,
        const char           *text)
{
  SalonLlmEvent event = { kind };

  if (text != NULL && *text == '\0')
    return;
  event.index = block->number;
  event.text = text;
  if (kind == SALON_LLM_EVENT_TOOL_CALL_STARTED)
    {
      event.id = block->id;
      event.name = block->name;
    }
  self->func (&event, self->user_data);
}

static void
append (SalonAnthropicBlocks *self,
        Block                *block,
        const char           *text)
{
  gsize length = strlen (text);

  g_string_append_len (block->text, text, (gssize) length);
  self->size += length;
  if (block->kind == BLOCK_TEXT)
    report (self, SALON_LLM_EVENT_TEXT_DELTA, block, text);
  else if (block->kind == BLOCK_THINKING)
    report (self, SALON_LLM_EVENT_REASONING_DELTA, block, text);
  else if (block->kind == BLOCK_CALL && !block->is_renamed)
    report (self, SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA, block, text);
}

static void
sign (SalonAnthropicBlocks *self,
      Block                *block,
      const char           *signature)
{
  g_string_append (block->signature, signature);
  block->has_signature = TRUE;
  self->size += strlen (signature);
}

static void
start_call (SalonAnthropicBlocks *self,
            Block                *block,
            const SalonJson      *content)
{
  g_autofree char *name = salon_llm_text_dup_json (salon_json_get_member (content, "name"));

  /* No server takes a call without a name back. */
  if (name == NULL || *name == '\0')
    g_set_str (&name, "unnamed_tool");
  block->name = g_strdup (salon_llm_tool_names_decode (self->names, name));
  block->is_renamed = salon_llm_tool_names_renames_arguments (self->names, block->name);
  block->id = salon_llm_text_dup_json (salon_json_get_member (content, "id"));
  while (block->id == NULL || *block->id == '\0' || g_hash_table_contains (self->ids, block->id))
    {
      g_free (block->id);
      block->id = salon_llm_text_make_up_id ();
    }
  g_hash_table_add (self->ids, block->id);
  block->number = self->n_calls++;
  report (self, SALON_LLM_EVENT_TOOL_CALL_STARTED, block, NULL);
}

static BlockKind
read_kind (const SalonJson *content)
{
  static const struct { const char *type; BlockKind kind; } table[] = {
    { "text", BLOCK_TEXT },
    { "thinking", BLOCK_THINKING },
    { "redacted_thinking", BLOCK_REDACTED },
    { "tool_use", BLOCK_CALL },
  };
  const char *type = salon_json_as_string (salon_json_get_member (content, "type"));

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_strcmp0 (type, table[i].type) == 0)
        return table[i].kind;
    }
  return BLOCK_NATIVE;
}

/* Keeps @content as it is: it is wanted back, or has the input of a call in it. */
static void
keep_start (SalonAnthropicBlocks *self,
            Block                *block,
            const SalonJson      *content)
{
  g_autofree char *text = salon_json_to_text (content, FALSE);

  block->start = salon_json_document_copy (content);
  self->size += strlen (text);
}

/* Begins a block. @content is what there is of it already: all, if the answer is not streamed. */
void
salon_anthropic_blocks_start (SalonAnthropicBlocks *self,
                              gint64                index,
                              const SalonJson      *content)
{
  Block *block;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;

  if (!salon_json_is_string (salon_json_get_member (content, "type")))
    return;
  block = add_block (self, index, read_kind (content));
  switch (block->kind)
    {
    case BLOCK_TEXT:
      text = salon_llm_text_dup_json (salon_json_get_member (content, "text"));
      break;

    case BLOCK_THINKING:
      text = salon_llm_text_dup_json (salon_json_get_member (content, "thinking"));
      signature = salon_llm_text_dup_json (salon_json_get_member (content, "signature"));
      break;

    case BLOCK_REDACTED:
      signature = salon_llm_text_dup_json (salon_json_get_member (content, "data"));
      break;

    case BLOCK_CALL:
      start_call (self, block, content);
      keep_start (self, block, content);
      break;

    case BLOCK_NATIVE:
    default:
      keep_start (self, block, content);
      break;
    }
  if (text != NULL)
    append (self, block, text);
  /* A stream begins with an empty one, which is none yet. */
  if (signature != NULL && *signature != '\0')
    sign (self, block, signature);
}

static Block *
find_block (SalonAnthropicBlocks *self,
            gint64                index,
            BlockKind             kind)
{
  Block *block = g_hash_table_lookup (self->by_index, &index);

  return block != NULL && block->kind == kind ? block : NULL;
}

/* Some servers leave the beginning of a block out. */
static Block *
ensure_block (SalonAnthropicBlocks *self,
              gint64                index,
              BlockKind             kind)
{
  Block *block = find_block (self, index, kind);

  return block != NULL ? block : add_block (self, index, kind);
}

/* Adds to a block. Whatever fits no block is left out. */
void
salon_anthropic_blocks_grow (SalonAnthropicBlocks *self,
                             gint64                index,
                             const SalonJson      *delta)
{
  const char *type = salon_json_as_string (salon_json_get_member (delta, "type"));
  g_autofree char *text = NULL;
  Block *block;

  if (g_strcmp0 (type, "text_delta") == 0)
    {
      text = salon_llm_text_dup_json (salon_json_get_member (delta, "text"));
      if (text != NULL && *text != '\0')
        append (self, ensure_block (self, index, BLOCK_TEXT), text);
    }
  else if (g_strcmp0 (type, "thinking_delta") == 0)
    {
      text = salon_llm_text_dup_json (salon_json_get_member (delta, "thinking"));
      if (text != NULL && *text != '\0')
        append (self, ensure_block (self, index, BLOCK_THINKING), text);
    }
  else if (g_strcmp0 (type, "signature_delta") == 0)
    {
      text = salon_llm_text_dup_json (salon_json_get_member (delta, "signature"));
      block = find_block (self, index, BLOCK_THINKING);
      if (text != NULL && block != NULL)
        sign (self, block, text);
    }
  else if (g_strcmp0 (type, "input_json_delta") == 0)
    {
      text = salon_llm_text_dup_json (salon_json_get_member (delta, "partial_json"));
      block = find_block (self, index, BLOCK_CALL);
      if (block == NULL)
        block = find_block (self, index, BLOCK_NATIVE);
      if (text != NULL && block != NULL && !block->is_finished)
        append (self, block, text);
    }
}

/* What a call has for arguments when no fragments of them came. */
static void
take_input_of_start (SalonAnthropicBlocks *self,
                     Block                *block)
{
  const SalonJson *input = NULL;
  g_autofree char *text = NULL;

  if (block->start != NULL)
    input = salon_json_get_member (salon_json_document_get_root (block->start), "input");
  if (salon_json_is_object (input) && salon_json_get_length (input) > 0)
    {
      text = salon_json_to_text (input, FALSE);
      append (self, block, text);
    }
}

static void
finish_block (SalonAnthropicBlocks *self,
              Block                *block)
{
  if (block->is_finished)
    return;
  block->is_finished = TRUE;
  if (block->kind != BLOCK_CALL)
    return;
  if (block->text->len == 0)
    take_input_of_start (self, block);
  if (block->is_renamed)
    {
      g_autofree char *decoded = salon_llm_tool_names_decode_arguments (self->names, block->name,
                                                                        block->text->str);

      g_string_assign (block->text, decoded);
      report (self, SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA, block, decoded);
    }
  report (self, SALON_LLM_EVENT_TOOL_CALL_FINISHED, block, NULL);
}

void
salon_anthropic_blocks_stop (SalonAnthropicBlocks *self,
                             gint64                index)
{
  Block *block = g_hash_table_lookup (self->by_index, &index);

  if (block != NULL)
    finish_block (self, block);
}

/* {"anthropic": {…}}, with what it takes to send the block back. */
static SalonJsonDocument *
make_opaque (Block      *block,
             const char *model,
             const char *head)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "anthropic");
  salon_json_writer_add_string (writer, "model", model);
  salon_json_writer_add_string (writer, "head", head);
  salon_json_writer_add_string (writer, block->kind == BLOCK_REDACTED ? "data" : "signature",
                                block->signature->str);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/* The same of a block of a kind unknown to Salon, with the input that came after its start. */
static SalonJsonDocument *
make_native (Block *block)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) input = NULL;
  const SalonJson *value;
  const char *name;
  SalonJsonIter iter;

  if (block->text->len > 0)
    input = salon_json_document_parse (block->text->str, (gssize) block->text->len, NULL, NULL);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "anthropic");
  salon_json_writer_begin_object (writer, "block");
  salon_json_iter_init (&iter, salon_json_document_get_root (block->start));
  while (salon_json_iter_next (&iter, &name, &value))
    salon_json_writer_add_value (writer, name, input != NULL && g_str_equal (name, "input")
                                                 ? salon_json_document_get_root (input) : value);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static SalonLlmPart *
make_reasoning (Block             *block,
                const char        *provider,
                SalonJsonDocument *opaque)
{
  const char *text = block->kind == BLOCK_THINKING ? block->text->str : "";

  if (provider == NULL || opaque == NULL)
    return *text != '\0' ? salon_llm_part_new_reasoning (text, provider, NULL) : NULL;
  return salon_llm_part_new_reasoning (text, provider, salon_json_document_get_root (opaque));
}

static SalonLlmPart *
make_part (Block      *block,
           const char *provider,
           const char *model,
           const char *head)
{
  g_autoptr (SalonJsonDocument) opaque = NULL;

  switch (block->kind)
    {
    case BLOCK_TEXT:
      return block->text->len > 0 ? salon_llm_part_new_text (block->text->str) : NULL;

    case BLOCK_THINKING:
    case BLOCK_REDACTED:
      if (block->has_signature)
        opaque = make_opaque (block, model, head);
      return make_reasoning (block, provider, opaque);

    case BLOCK_NATIVE:
      opaque = make_native (block);
      return make_reasoning (block, provider, opaque);

    case BLOCK_CALL:
    default:
      return salon_llm_part_new_tool_call (block->id, block->name,
                                           block->text->len > 0 ? block->text->str : "{}");
    }
}

/* Turns everything into parts, which say that @model made them below @head. */
GPtrArray *
salon_anthropic_blocks_finish (SalonAnthropicBlocks *self,
                               const char           *provider,
                               const char           *model,
                               const char           *head)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = g_ptr_array_index (self->blocks, i);
      SalonLlmPart *part;

      finish_block (self, block);
      part = make_part (block, provider, model, head);
      if (part != NULL)
        g_ptr_array_add (parts, part);
    }
  return parts;
}
