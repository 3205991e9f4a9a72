/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-pieces-private.h"

#include <string.h>

#include "salon-json-writer.h"

#include "salon-llm-part.h"
#include "salon-llm-text.h"

typedef enum
{
  PIECE_TEXT,
  PIECE_THOUGHT,
  PIECE_CALL,
  PIECE_IMAGE,
  PIECE_NATIVE,
} PieceKind;

typedef struct
{
  PieceKind kind;
  GString *text;             /* of a text or thought; the arguments of a call; a mime type */
  char *signature;
  gboolean signed_behind;    /* the signature came in a part of its own behind the text */
  char *id;
  char *name;
  gboolean has_server_id;
  GBytes *data;
  SalonJsonDocument *native;
} Piece;

struct _SalonGeminiPieces
{
  SalonLlmToolNames *names;
  SalonLlmEventFunc func;
  gpointer user_data;
  GPtrArray *pieces; /* Piece */
  GHashTable *ids;   /* char *, borrowed from the calls */
  guint n_calls;
  gsize size;
};

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_string_free (piece->text, TRUE);
  g_free (piece->signature);
  g_free (piece->id);
  g_free (piece->name);
  g_clear_pointer (&piece->data, g_bytes_unref);
  g_clear_pointer (&piece->native, salon_json_document_unref);
  g_free (piece);
}

SalonGeminiPieces *
salon_gemini_pieces_new (SalonLlmToolNames *names,
                         SalonLlmEventFunc  func,
                         gpointer           user_data)
{
  SalonGeminiPieces *self = g_new0 (SalonGeminiPieces, 1);

  self->names = salon_llm_tool_names_ref (names);
  self->func = func;
  self->user_data = user_data;
  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
salon_gemini_pieces_free (SalonGeminiPieces *self)
{
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->pieces);
  salon_llm_tool_names_unref (self->names);
  g_free (self);
}

/* How many bytes the reply has so far. */
gsize
salon_gemini_pieces_get_size (SalonGeminiPieces *self)
{
  return self->size;
}

guint
salon_gemini_pieces_get_count (SalonGeminiPieces *self)
{
  return self->pieces->len;
}

guint
salon_gemini_pieces_get_n_calls (SalonGeminiPieces *self)
{
  return self->n_calls;
}

static Piece *
add_piece (SalonGeminiPieces *self,
           PieceKind          kind)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->kind = kind;
  piece->text = g_string_new (NULL);
  g_ptr_array_add (self->pieces, piece);
  self->size += sizeof *piece + 2 * sizeof (GString);
  return piece;
}

static void
append (SalonGeminiPieces *self,
        Piece             *piece,
        const char        *text)
{
  SalonLlmEvent event = { piece->kind == PIECE_TEXT ? SALON_LLM_EVENT_TEXT_DELTA
                                                    : SALON_LLM_EVENT_REASONING_DELTA };
  gsize length = strlen (text);

  g_string_append_len (piece->text, text, (gssize) length);
  self->size += length;
  event.text = text;
  if (length > 0)
    self->func (&event, self->user_data);
}

static void
sign (SalonGeminiPieces *self,
      Piece             *piece,
      char              *signature)
{
  piece->signature = signature;
  self->size += strlen (signature);
}

/* Words are added to the piece before where both are unsigned. A signature without words, the
 * usual end of a stream, is remembered with the piece it follows.
 */
static void
add_words (SalonGeminiPieces *self,
           const SalonJson   *part,
           const char        *text,
           char              *signature)
{
  gboolean is_thought = FALSE;
  PieceKind kind;
  Piece *last = NULL;

  salon_json_as_boolean (salon_json_get_member (part, "thought"), &is_thought);
  kind = is_thought ? PIECE_THOUGHT : PIECE_TEXT;
  if (self->pieces->len > 0)
    last = g_ptr_array_index (self->pieces, self->pieces->len - 1);
  if (last != NULL && (last->kind != kind || last->signature != NULL))
    last = NULL;

  if (signature == NULL)
    {
      if (*text != '\0')
        append (self, last != NULL ? last : add_piece (self, kind), text);
      return;
    }
  if (*text == '\0' && kind == PIECE_TEXT)
    {
      if (last == NULL)
        last = add_piece (self, kind);
      last->signed_behind = TRUE;
      sign (self, last, signature);
      return;
    }
  last = add_piece (self, kind);
  append (self, last, text);
  sign (self, last, signature);
}

static void
report_call (SalonGeminiPieces *self,
             SalonLlmEventKind  kind,
             Piece             *piece)
{
  SalonLlmEvent event = { kind };

  event.index = self->n_calls;
  if (kind == SALON_LLM_EVENT_TOOL_CALL_STARTED)
    {
      event.id = piece->id;
      event.name = piece->name;
    }
  else if (kind == SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA)
    {
      event.text = piece->text->str;
    }
  self->func (&event, self->user_data);
}

/* A call always comes as a whole. Older models give it no id. */
static Piece *
add_call (SalonGeminiPieces *self,
          const SalonJson   *call)
{
  Piece *piece = add_piece (self, PIECE_CALL);
  const SalonJson *arguments = salon_json_get_member (call, "args");
  g_autofree char *name = salon_llm_text_dup_json (salon_json_get_member (call, "name"));
  g_autofree char *text = salon_json_is_object (arguments) ? salon_json_to_text (arguments, FALSE)
                                                           : g_strdup ("{}");
  g_autofree char *decoded = NULL;

  if (name == NULL || *name == '\0')
    g_set_str (&name, "unnamed_tool");
  piece->name = g_strdup (salon_llm_tool_names_decode (self->names, name));
  decoded = salon_llm_tool_names_decode_arguments (self->names, piece->name, text);
  g_string_assign (piece->text, decoded);
  self->size += piece->text->len;

  piece->id = salon_llm_text_dup_json (salon_json_get_member (call, "id"));
  piece->has_server_id = piece->id != NULL && *piece->id != '\0' &&
                         !g_hash_table_contains (self->ids, piece->id);
  while (piece->id == NULL || *piece->id == '\0' || g_hash_table_contains (self->ids, piece->id))
    {
      g_free (piece->id);
      piece->id = salon_llm_text_make_up_id ();
    }
  g_hash_table_add (self->ids, piece->id);

  report_call (self, SALON_LLM_EVENT_TOOL_CALL_STARTED, piece);
  report_call (self, SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA, piece);
  report_call (self, SALON_LLM_EVENT_TOOL_CALL_FINISHED, piece);
  self->n_calls++;
  return piece;
}

static Piece *
add_image (SalonGeminiPieces *self,
           const SalonJson   *data)
{
  const char *mime_type = salon_json_as_string (salon_json_get_member (data, "mimeType"));
  const char *encoded = salon_json_as_string (salon_json_get_member (data, "data"));
  Piece *piece;
  guchar *bytes;
  gsize length;

  if (mime_type == NULL || !g_str_has_prefix (mime_type, "image/") ||
      encoded == NULL || *encoded == '\0')
    return NULL;
  bytes = g_base64_decode (encoded, &length);
  if (length == 0)
    {
      g_free (bytes);
      return NULL;
    }
  piece = add_piece (self, PIECE_IMAGE);
  g_string_assign (piece->text, mime_type);
  piece->data = g_bytes_new_take (bytes, length);
  self->size += length + piece->text->len;
  return piece;
}

/* Whatever else a part holds is an object. */
static gboolean
is_native (const SalonJson *part)
{
  const SalonJson *data = salon_json_get_member (part, "inlineData");
  const SalonJson *value;
  SalonJsonIter iter;

  if (data != NULL)
    return salon_json_is_string (salon_json_get_member (data, "mimeType")) &&
           salon_json_is_string (salon_json_get_member (data, "data"));
  salon_json_iter_init (&iter, part);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      if (salon_json_is_object (value))
        return TRUE;
    }
  return FALSE;
}

static void
add_native (SalonGeminiPieces *self,
            const SalonJson   *part)
{
  g_autofree char *text = NULL;
  Piece *piece;

  if (!is_native (part))
    return;
  text = salon_json_to_text (part, FALSE);
  piece = add_piece (self, PIECE_NATIVE);
  piece->native = salon_json_document_copy (part);
  self->size += strlen (text);
}

/* Adds one part of a content: one of words, call or data, and perhaps a signature. */
void
salon_gemini_pieces_add (SalonGeminiPieces *self,
                         const SalonJson   *part)
{
  const SalonJson *call = salon_json_get_member (part, "functionCall");
  g_autofree char *text = salon_llm_text_dup_json (salon_json_get_member (part, "text"));
  g_autofree char *signature = NULL;
  gsize n_members = salon_json_get_length (part);
  Piece *piece;

  if (!salon_json_is_object (part) || n_members == 0)
    return;
  signature = salon_llm_text_dup_json (salon_json_get_member (part, "thoughtSignature"));
  if (signature != NULL && *signature == '\0')
    g_clear_pointer (&signature, g_free);

  if (salon_json_is_object (call))
    {
      piece = add_call (self, call);
    }
  else if (text != NULL || (signature != NULL && n_members == 1))
    {
      add_words (self, part, text != NULL ? text : "", g_steal_pointer (&signature));
      return;
    }
  else
    {
      piece = add_image (self, salon_json_get_member (part, "inlineData"));
      if (piece == NULL)
        {
          /* With its signature in it. */
          add_native (self, part);
          return;
        }
    }
  if (signature != NULL)
    sign (self, piece, g_steal_pointer (&signature));
}

/* {"gemini": {…}}, with what it takes to send the part back; NULL if that is nothing. */
static SalonJsonDocument *
make_opaque (Piece      *piece,
             const char *model)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (piece->signature == NULL && !piece->has_server_id && piece->native == NULL)
    return NULL;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "gemini");
  salon_json_writer_add_string (writer, "model", model);
  salon_json_writer_add_string (writer, "signature", piece->signature);
  if (piece->signed_behind)
    salon_json_writer_add_boolean (writer, "behind", TRUE);
  if (piece->has_server_id)
    salon_json_writer_add_boolean (writer, "id", TRUE);
  if (piece->native != NULL)
    salon_json_writer_add_value (writer, "part", salon_json_document_get_root (piece->native));
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static SalonLlmPart *
make_part (Piece *piece)
{
  switch (piece->kind)
    {
    case PIECE_TEXT:
      /* No text has nothing in it: a signature alone is something of the model's mind. */
      return piece->text->len > 0 ? salon_llm_part_new_text (piece->text->str)
                                  : salon_llm_part_new_reasoning ("", NULL, NULL);

    case PIECE_CALL:
      return salon_llm_part_new_tool_call (piece->id, piece->name, piece->text->str);

    case PIECE_IMAGE:
      return salon_llm_part_new_image (piece->text->str, piece->data);

    case PIECE_THOUGHT:
    case PIECE_NATIVE:
    default:
      return salon_llm_part_new_reasoning (piece->text->str, NULL, NULL);
    }
}

/* Turns everything into parts, which say that @model made them. */
GPtrArray *
salon_gemini_pieces_finish (SalonGeminiPieces *self,
                            const char        *provider,
                            const char        *model)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      Piece *piece = g_ptr_array_index (self->pieces, i);
      g_autoptr (SalonJsonDocument) opaque = make_opaque (piece, model);
      g_autoptr (SalonLlmPart) part = make_part (piece);

      if (opaque != NULL && provider != NULL)
        g_ptr_array_add (parts,
                         salon_llm_part_with_opaque (part, provider,
                                                     salon_json_document_get_root (opaque)));
      else if (salon_llm_part_get_kind (part) != SALON_LLM_PART_REASONING ||
               *salon_llm_part_get_text (part) != '\0')
        g_ptr_array_add (parts, g_steal_pointer (&part));
    }
  return parts;
}
