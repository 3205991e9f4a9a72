/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-pieces-private.h"

#include <string.h>

/* Nine letters and digits: the narrowest rule for ids among the servers that have one
 * (Mistral's), so that a chat can go on anywhere.
 */
#define MADE_UP_ID_LENGTH 9

typedef struct
{
  SalonLlmPartKind kind;
  GString *text;      /* of a text or reasoning; the arguments of a call */
  gint64 server_index; /* -1 if the server gave none */
  char *server_id;
  char *id;
  char *name;
  guint number;       /* among the calls */
  gboolean started;
} Piece;

struct _SalonOpenaiChatPieces
{
  SalonLlmToolNames *names; /* nullable */
  SalonLlmEventFunc func;
  gpointer user_data;
  GPtrArray *pieces; /* Piece, in the order in which they began */
  GPtrArray *calls;  /* Piece, borrowed: the tool calls among them */
  gsize size;
};

static void
piece_free (Piece *piece)
{
  g_string_free (piece->text, TRUE);
  g_free (piece->server_id);
  g_free (piece->id);
  g_free (piece->name);
  g_free (piece);
}

SalonOpenaiChatPieces *
salon_openai_chat_pieces_new (SalonLlmToolNames *names,
                              SalonLlmEventFunc  func,
                              gpointer           user_data)
{
  SalonOpenaiChatPieces *self = g_new0 (SalonOpenaiChatPieces, 1);

  self->names = names != NULL ? salon_llm_tool_names_ref (names) : NULL;
  self->func = func;
  self->user_data = user_data;
  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) piece_free);
  self->calls = g_ptr_array_new ();
  return self;
}

void
salon_openai_chat_pieces_free (SalonOpenaiChatPieces *self)
{
  g_clear_pointer (&self->names, salon_llm_tool_names_unref);
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

/* Counts bytes of the reply that are kept elsewhere. */
void
salon_openai_chat_pieces_count (SalonOpenaiChatPieces *self,
                                gsize                  size)
{
  self->size += size;
}

/* How many bytes the reply has so far. */
gsize
salon_openai_chat_pieces_get_size (SalonOpenaiChatPieces *self)
{
  return self->size;
}

guint
salon_openai_chat_pieces_get_n_calls (SalonOpenaiChatPieces *self)
{
  return self->calls->len;
}

static Piece *
add_piece (SalonOpenaiChatPieces *self,
           SalonLlmPartKind       kind)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->kind = kind;
  piece->text = g_string_new (NULL);
  piece->server_index = -1;
  g_ptr_array_add (self->pieces, piece);
  self->size += sizeof *piece;
  return piece;
}

static void
append (SalonOpenaiChatPieces *self,
        Piece                 *piece,
        const char            *text)
{
  gsize length = strlen (text);

  g_string_append_len (piece->text, text, (gssize) length);
  self->size += length;
}

static void
add_words (SalonOpenaiChatPieces *self,
           SalonLlmPartKind       kind,
           SalonLlmEventKind      event_kind,
           const char            *text)
{
  SalonLlmEvent event = { event_kind };
  Piece *last = NULL;

  if (*text == '\0')
    return;
  if (self->pieces->len > 0)
    last = g_ptr_array_index (self->pieces, self->pieces->len - 1);
  if (last == NULL || last->kind != kind)
    last = add_piece (self, kind);
  append (self, last, text);
  event.text = text;
  self->func (&event, self->user_data);
}

void
salon_openai_chat_pieces_add_text (SalonOpenaiChatPieces *self,
                                   const char            *text)
{
  add_words (self, SALON_LLM_PART_TEXT, SALON_LLM_EVENT_TEXT_DELTA, text);
}

void
salon_openai_chat_pieces_add_reasoning (SalonOpenaiChatPieces *self,
                                        const char            *text)
{
  add_words (self, SALON_LLM_PART_REASONING, SALON_LLM_EVENT_REASONING_DELTA, text);
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
has_whole_arguments (Piece *call)
{
  g_autoptr (SalonJsonDocument) document = NULL;

  if (call->text->len == 0)
    return FALSE;
  document = salon_json_document_parse (call->text->str, (gssize) call->text->len, NULL, NULL);
  return document != NULL && salon_json_is_object (salon_json_document_get_root (document));
}

/* Some servers count every parallel call as number 0: another id, or a name after
 * whole arguments, begins another call all the same.
 */
static gboolean
begins_another_call (Piece                         *call,
                     const SalonOpenaiChatFragment *fragment)
{
  if (!is_set (fragment->name))
    return FALSE;
  if (is_set (fragment->id) && is_set (call->server_id))
    return strcmp (fragment->id, call->server_id) != 0;
  return is_set (fragment->arguments) && has_whole_arguments (call);
}

static Piece *
find_call (SalonOpenaiChatPieces         *self,
           const SalonOpenaiChatFragment *fragment)
{
  /* With nothing to tell calls apart, a name is the beginning of one. */
  if (fragment->index < 0 && !is_set (fragment->id) && is_set (fragment->name))
    return NULL;

  /* From the end: the youngest call of a number is the one that still grows. */
  for (guint i = self->calls->len; i > 0; i--)
    {
      Piece *call = g_ptr_array_index (self->calls, i - 1);

      if (fragment->index >= 0
          ? call->server_index == fragment->index
          : (!is_set (fragment->id) || g_strcmp0 (call->server_id, fragment->id) == 0))
        return begins_another_call (call, fragment) ? NULL : call;
    }
  return NULL;
}

static gboolean
id_is_taken (SalonOpenaiChatPieces *self,
             const char            *id)
{
  for (guint i = 0; i < self->calls->len; i++)
    {
      Piece *call = g_ptr_array_index (self->calls, i);

      if (g_strcmp0 (call->id, id) == 0)
        return TRUE;
    }
  return FALSE;
}

static char *
make_up_id (SalonOpenaiChatPieces *self)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  char id[MADE_UP_ID_LENGTH + 1] = { 0 };

  do
    {
      for (guint i = 0; i < MADE_UP_ID_LENGTH; i++)
        id[i] = alphabet[g_random_int_range (0, (gint32) strlen (alphabet))];
    }
  while (id_is_taken (self, id));
  return g_strdup (id);
}

static void
report_arguments (SalonOpenaiChatPieces *self,
                  Piece                 *call,
                  const char            *text)
{
  SalonLlmEvent event = { SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA };

  if (*text == '\0')
    return;
  event.index = call->number;
  event.text = text;
  self->func (&event, self->user_data);
}

static void
start_call (SalonOpenaiChatPieces *self,
            Piece                 *call)
{
  SalonLlmEvent event = { SALON_LLM_EVENT_TOOL_CALL_STARTED };

  if (is_set (call->server_id) && !id_is_taken (self, call->server_id))
    call->id = g_strdup (call->server_id);
  else
    call->id = make_up_id (self);
  if (self->names != NULL)
    {
      g_autofree char *name = g_steal_pointer (&call->name);

      call->name = g_strdup (salon_llm_tool_names_decode (self->names, name));
    }
  call->started = TRUE;
  event.index = call->number;
  event.id = call->id;
  event.name = call->name;
  self->func (&event, self->user_data);
  report_arguments (self, call, call->text->str);
}

/* Adds a piece of a tool call to the call it belongs to, or begins a new one. */
void
salon_openai_chat_pieces_add_fragment (SalonOpenaiChatPieces         *self,
                                       const SalonOpenaiChatFragment *fragment)
{
  Piece *call = find_call (self, fragment);

  if (call == NULL)
    {
      call = add_piece (self, SALON_LLM_PART_TOOL_CALL);
      call->server_index = fragment->index;
      call->number = self->calls->len;
      g_ptr_array_add (self->calls, call);
    }
  if (!is_set (call->server_id) && is_set (fragment->id))
    g_set_str (&call->server_id, fragment->id);
  if (!is_set (call->name) && is_set (fragment->name))
    g_set_str (&call->name, fragment->name);
  if (is_set (fragment->arguments))
    append (self, call, fragment->arguments);

  /* Not before the name is known. */
  if (!call->started && is_set (call->name))
    start_call (self, call);
  else if (call->started && is_set (fragment->arguments))
    report_arguments (self, call, fragment->arguments);
}

static SalonLlmPart *
finish_call (SalonOpenaiChatPieces *self,
             Piece                 *call)
{
  SalonLlmEvent event = { SALON_LLM_EVENT_TOOL_CALL_FINISHED };

  if (!call->started)
    {
      /* No server takes a call without a name back. */
      g_set_str (&call->name, "unnamed_tool");
      start_call (self, call);
    }
  event.index = call->number;
  self->func (&event, self->user_data);
  return salon_llm_part_new_tool_call (call->id, call->name,
                                       call->text->len > 0 ? call->text->str : "{}");
}

/* Turns everything into parts; @opaque goes with the reasoning, @first with the first one,
 * which is there for it alone if nothing could be read.
 */
GPtrArray *
salon_openai_chat_pieces_finish (SalonOpenaiChatPieces *self,
                                 const char            *provider,
                                 SalonJsonDocument     *opaque,
                                 SalonJsonDocument     *first)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  const SalonJson *root = NULL;

  if (provider == NULL)
    opaque = first = NULL;
  for (guint i = 0; i < self->pieces->len; i++)
    {
      Piece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->kind == SALON_LLM_PART_TEXT)
        {
          g_ptr_array_add (parts, salon_llm_part_new_text (piece->text->str));
        }
      else if (piece->kind == SALON_LLM_PART_REASONING)
        {
          root = first != NULL ? salon_json_document_get_root (first)
                               : opaque != NULL ? salon_json_document_get_root (opaque) : NULL;
          g_ptr_array_add (parts, salon_llm_part_new_reasoning (piece->text->str, provider, root));
          first = NULL;
        }
      else
        {
          g_ptr_array_add (parts, finish_call (self, piece));
        }
    }
  if (first != NULL)
    g_ptr_array_insert (parts, 0,
                        salon_llm_part_new_reasoning ("", provider,
                                                      salon_json_document_get_root (first)));
  return parts;
}
