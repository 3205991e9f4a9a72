/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-part-private.h"

#include "salon-attachment-private.h"
#include "salon-json-writer.h"
#include "salon-part-origin-private.h"
#include "salon-tool-call-private.h"

struct _SalonPart
{
  GObject parent_instance;

  char *id;
  SalonPartKind kind;
  GString *text;
  SalonToolCall *tool_call;
  SalonAttachment *attachment;
  gboolean finished;
  SalonPartError error_code;
  gboolean can_retry;
  guint round;
  char *details;

  /* What the provider wants back with each stretch of the text, in order; NULL for nothing. */
  GPtrArray *origins;
};

G_DEFINE_FINAL_TYPE (SalonPart, salon_part, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (SalonPartKind, salon_part_kind,
                    G_DEFINE_ENUM_VALUE (SALON_PART_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_REASONING, "reasoning"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_TOOL_CALL, "tool-call"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR, "error"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_NOTE, "note"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_IMAGE, "image"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_DOCUMENT, "document"))

G_DEFINE_ENUM_TYPE (SalonPartError, salon_part_error,
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_MODEL, "model"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_AUTHENTICATION, "authentication"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_CONFIGURATION, "configuration"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_NETWORK, "network"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_BUSY, "busy"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_TOO_LONG, "too-long"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_CUT, "cut"),
                    G_DEFINE_ENUM_VALUE (SALON_PART_ERROR_REFUSED, "refused"))

enum
{
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_TEXT,
  PROP_TOOL_CALL,
  PROP_FINISHED,
  PROP_ERROR_CODE,
  PROP_CAN_RETRY,
  PROP_DETAILS,
  N_PROPS
};

enum
{
  APPENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
salon_part_finalize (GObject *object)
{
  SalonPart *self = SALON_PART (object);

  g_clear_pointer (&self->id, g_free);
  g_string_free (self->text, TRUE);
  g_clear_object (&self->tool_call);
  g_clear_pointer (&self->details, g_free);
  g_clear_object (&self->attachment);
  g_clear_pointer (&self->origins, g_ptr_array_unref);

  G_OBJECT_CLASS (salon_part_parent_class)->finalize (object);
}

static void
salon_part_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SalonPart *self = SALON_PART (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text->str);
      break;
    case PROP_TOOL_CALL:
      g_value_set_object (value, self->tool_call);
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, self->finished);
      break;
    case PROP_ERROR_CODE:
      g_value_set_enum (value, self->error_code);
      break;
    case PROP_CAN_RETRY:
      g_value_set_boolean (value, self->can_retry);
      break;
    case PROP_DETAILS:
      g_value_set_string (value, self->details);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_part_class_init (SalonPartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_part_finalize;
  object_class->get_property = salon_part_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, SALON_TYPE_PART_KIND, SALON_PART_TEXT, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_TOOL_CALL] =
    g_param_spec_object ("tool-call", NULL, NULL, SALON_TYPE_TOOL_CALL, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR_CODE] =
    g_param_spec_enum ("error-code", NULL, NULL, SALON_TYPE_PART_ERROR,
                       SALON_PART_ERROR_NONE, flags);
  properties[PROP_CAN_RETRY] = g_param_spec_boolean ("can-retry", NULL, NULL, FALSE, flags);
  properties[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[APPENDED] =
    g_signal_new ("appended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
salon_part_init (SalonPart *self)
{
  self->text = g_string_new (NULL);
}

SalonPart *
salon_part_new (SalonPartKind kind,
                guint         round)
{
  SalonPart *self = g_object_new (SALON_TYPE_PART, NULL);

  self->id = g_uuid_string_random ();
  self->kind = kind;
  self->round = round;
  return self;
}

SalonPart *
salon_part_new_tool_call (SalonToolCall *tool_call,
                          guint          round)
{
  SalonPart *self = salon_part_new (SALON_PART_TOOL_CALL, round);

  self->tool_call = g_object_ref (tool_call);
  return self;
}

SalonPart *
salon_part_new_error (SalonPartError  code,
                      gboolean        can_retry,
                      const char     *sentence,
                      guint           round)
{
  SalonPart *self = salon_part_new (SALON_PART_ERROR, round);

  self->error_code = code;
  self->can_retry = can_retry;
  self->finished = TRUE;
  g_string_assign (self->text, sentence);
  return self;
}

static gboolean
is_attachment (SalonPartKind kind)
{
  return kind == SALON_PART_IMAGE || kind == SALON_PART_DOCUMENT;
}

SalonPart *
salon_part_new_attachment (SalonAttachment *attachment)
{
  gboolean image = salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE;
  SalonPart *self = salon_part_new (image ? SALON_PART_IMAGE : SALON_PART_DOCUMENT, 0);

  self->attachment = g_object_ref (attachment);
  self->finished = TRUE;
  g_string_assign (self->text, salon_attachment_get_name (attachment));
  return self;
}

SalonPart *
salon_part_new_note (const char *sentence,
                     guint       round)
{
  SalonPart *self = salon_part_new (SALON_PART_NOTE, round);

  self->finished = TRUE;
  g_string_assign (self->text, sentence);
  return self;
}

SalonPart *
salon_part_new_note_with_details (const char *sentence,
                                  const char *details,
                                  guint       round)
{
  SalonPart *self = salon_part_new_note (sentence, round);

  self->details = g_strdup (details);
  return self;
}

const char *
salon_part_get_id (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), NULL);
  return self->id;
}

SalonPartKind
salon_part_get_kind (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), SALON_PART_NOTE);
  return self->kind;
}

const char *
salon_part_get_text (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), "");
  return self->text->str;
}

gsize
salon_part_get_text_length (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), 0);
  return self->text->len;
}

SalonToolCall *
salon_part_get_tool_call (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), NULL);
  return self->tool_call;
}

SalonAttachment *
salon_part_get_attachment (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), NULL);
  return self->attachment;
}

gboolean
salon_part_get_finished (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), TRUE);
  return self->finished;
}

SalonPartError
salon_part_get_error_code (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), SALON_PART_ERROR_NONE);
  return self->error_code;
}

gboolean
salon_part_get_can_retry (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), FALSE);
  return self->can_retry;
}

const char *
salon_part_get_details (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), NULL);
  return self->details;
}

guint
salon_part_get_round (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), 0);
  return self->round;
}

void
salon_part_append (SalonPart  *self,
                   const char *delta)
{
  g_return_if_fail (SALON_IS_PART (self));
  g_return_if_fail (!self->finished);

  g_string_append (self->text, delta);
  g_signal_emit (self, signals[APPENDED], 0, delta);
}

void
salon_part_finish (SalonPart *self)
{
  g_return_if_fail (SALON_IS_PART (self));

  if (self->finished)
    return;
  self->finished = TRUE;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
salon_part_add_origin (SalonPart    *self,
                       SalonLlmPart *origin,
                       gsize         end)
{
  g_return_if_fail (SALON_IS_PART (self));
  g_return_if_fail (origin != NULL);

  if (self->origins == NULL)
    self->origins = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_part_origin_free);
  g_ptr_array_add (self->origins, salon_part_origin_new (origin, end));
}

gboolean
salon_part_has_origin (SalonPart *self)
{
  g_return_val_if_fail (SALON_IS_PART (self), FALSE);
  return salon_part_origins_matter (self->origins);
}

SalonLlmPart *
salon_part_with_origin (SalonPart    *self,
                        SalonLlmPart *part)
{
  g_return_val_if_fail (SALON_IS_PART (self), NULL);

  return salon_part_has_origin (self) ? salon_part_origin_apply (self->origins->pdata[0], part)
                                      : part;
}

static SalonLlmPart *
make_piece (SalonPart  *self,
            const char *text)
{
  return self->kind == SALON_PART_REASONING ? salon_llm_part_new_reasoning (text, NULL, NULL)
                                            : salon_llm_part_new_text (text);
}

GPtrArray *
salon_part_dup_pieces (SalonPart *self)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
  gsize begin = 0;

  g_return_val_if_fail (SALON_IS_PART (self), pieces);

  for (guint i = 0; salon_part_has_origin (self) && i < self->origins->len; i++)
    {
      SalonPartOrigin *origin = self->origins->pdata[i];
      g_autofree char *text = g_strndup (self->text->str + begin, origin->end - begin);

      if (origin->data != NULL || text[0] != '\0')
        g_ptr_array_add (pieces, salon_part_origin_apply (origin, make_piece (self, text)));
      begin = origin->end;
    }
  if (begin < self->text->len)
    g_ptr_array_add (pieces, make_piece (self, self->text->str + begin));
  return pieces;
}

static const char *
enum_to_nick (GType type,
              int   value)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);

  return g_enum_get_value (enum_class, value)->value_nick;
}

static int
enum_from_nick (GType       type,
                const char *nick,
                int         fallback)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);
  GEnumValue *value = nick != NULL ? g_enum_get_value_by_nick (enum_class, nick) : NULL;

  return value != NULL ? value->value : fallback;
}

SalonStorePart *
salon_part_to_row (SalonPart  *self,
                   const char *message_id,
                   guint       position)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  SalonStorePart *row = salon_store_part_new ();

  g_return_val_if_fail (SALON_IS_PART (self), NULL);

  row->id = g_strdup (self->id);
  row->message_id = g_strdup (message_id);
  row->position = position;
  row->kind = g_strdup (enum_to_nick (SALON_TYPE_PART_KIND, self->kind));
  row->text = self->text->len > 0 ? g_strndup (self->text->str, self->text->len) : NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_int64 (writer, "round", self->round);
  if (self->kind == SALON_PART_ERROR)
    {
      salon_json_writer_add_string (writer, "code",
                                    enum_to_nick (SALON_TYPE_PART_ERROR, self->error_code));
      salon_json_writer_add_boolean (writer, "canRetry", self->can_retry);
    }
  salon_json_writer_add_string (writer, "details", self->details);
  salon_part_origins_write (self->origins, self->text->len, writer);
  if (self->tool_call != NULL)
    salon_tool_call_write (self->tool_call, writer);
  if (self->attachment != NULL)
    {
      GBytes *content = salon_attachment_get_content (self->attachment);

      salon_attachment_write (self->attachment, writer);
      row->blob = g_strdup (salon_attachment_get_blob (self->attachment));
      row->content = content != NULL ? g_bytes_ref (content) : NULL;
    }
  salon_json_writer_end_object (writer);
  row->data = salon_json_writer_finish (writer);
  return row;
}

SalonPart *
salon_part_new_from_row (const SalonStorePart *row)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonJsonLimits limits = { .max_bytes = G_MAXSIZE / 4, .max_depth = SALON_JSON_GREATEST_DEPTH };
  const SalonJson *data = NULL;
  SalonPart *self;
  gint64 round = 0;

  if (row->data != NULL)
    document = salon_json_document_parse (row->data, -1, &limits, NULL);
  if (document != NULL)
    data = salon_json_document_get_root (document);
  salon_json_as_int64 (salon_json_get_member (data, "round"), &round);

  self = salon_part_new (enum_from_nick (SALON_TYPE_PART_KIND, row->kind, SALON_PART_NOTE), round);
  g_set_str (&self->id, row->id);
  g_string_assign (self->text, row->text != NULL ? row->text : "");
  self->finished = TRUE;
  self->error_code =
    enum_from_nick (SALON_TYPE_PART_ERROR,
                    salon_json_as_string (salon_json_get_member (data, "code")),
                    SALON_PART_ERROR_NONE);
  salon_json_as_boolean (salon_json_get_member (data, "canRetry"), &self->can_retry);
  self->details = g_strdup (salon_json_as_string (salon_json_get_member (data, "details")));
  self->origins = salon_part_origins_read (data, self->text->str, self->text->len);
  if (self->kind == SALON_PART_TOOL_CALL)
    self->tool_call = salon_tool_call_new_from_json (data);
  if (is_attachment (self->kind))
    self->attachment = salon_attachment_new_from_json (self->kind == SALON_PART_IMAGE
                                                         ? SALON_ATTACHMENT_IMAGE
                                                         : SALON_ATTACHMENT_DOCUMENT,
                                                       self->text->str, data);
  return self;
}
