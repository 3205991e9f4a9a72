/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-writer.h"

#include <math.h>
#include <string.h>

#include "salon-json-private.h"
#include "salon-utf8-private.h"

/* How deep most texts are at most. */
#define USUAL_DEPTH 24

struct _SalonJsonWriter
{
  /* Made when the first value begins. */
  GString  *text;
  /* The open containers, outermost first: '{' or '[' each. */
  char     *open;
  gsize     depth;
  gsize     capacity;
  /* Whether the next value wants a comma before it. */
  gboolean  has_sibling;
  /* What open is while that is enough. */
  char      usual_open[USUAL_DEPTH];
};

/**
 * salon_json_writer_new:
 *
 * Returns: (transfer full): a writer that has written nothing
 */
SalonJsonWriter *
salon_json_writer_new (void)
{
  SalonJsonWriter *self = g_new0 (SalonJsonWriter, 1);

  self->open = self->usual_open;
  self->capacity = USUAL_DEPTH;

  return self;
}

/**
 * salon_json_writer_free:
 * @self: (transfer full): a writer
 */
void
salon_json_writer_free (SalonJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  if (self->open != self->usual_open)
    g_free (self->open);
  g_free (self);
}

/* Makes room at the end, to be filled. */
static char *
extend (GString *text,
        gsize    length)
{
  gsize end = text->len;

  g_string_set_size (text, end + length);
  return text->str + end;
}

static void
append_escaped (GString *text,
                guint8   byte)
{
  switch (byte)
    {
    case '"':
      g_string_append (text, "\\\"");
      break;
    case '\\':
      g_string_append (text, "\\\\");
      break;
    case '\n':
      g_string_append (text, "\\n");
      break;
    case '\r':
      g_string_append (text, "\\r");
      break;
    case '\t':
      g_string_append (text, "\\t");
      break;
    default:
      g_string_append_printf (text, "\\u%04x", byte);
      break;
    }
}

static void
append_valid_string (GString    *text,
                     const char *string,
                     gsize       length)
{
  gsize begin = 0, i;

  g_string_append_c (text, '"');
  for (i = 0; i < length; i++)
    {
      guint8 byte = (guint8) string[i];

      if (byte >= 0x20 && byte != '"' && byte != '\\')
        continue;

      g_string_append_len (text, string + begin, i - begin);
      append_escaped (text, byte);
      begin = i + 1;
    }
  g_string_append_len (text, string + begin, length - begin);
  g_string_append_c (text, '"');
}

/* Whether all bytes are ASCII that stands for itself in a string. Eight at a time: taking
 * from each of them what it may not be leaves its high bit set when it is that or less. */
static gboolean
is_plain (const char *string,
          gsize       length)
{
  const guint64 each = 0x0101010101010101;
  const guint64 high = 0x8080808080808080;

  for (; length >= sizeof (guint64); length -= sizeof (guint64))
    {
      guint64 bytes;

      memcpy (&bytes, string, sizeof bytes);
      if (((bytes | (bytes - each * 0x20) | ((bytes ^ each * '"') - each) |
            ((bytes ^ each * '\\') - each)) & high) != 0)
        return FALSE;
      string += sizeof bytes;
    }

  for (; length > 0; length--, string++)
    if ((guint8) *string < 0x20 || (guint8) *string >= 0x80 || *string == '"' || *string == '\\')
      return FALSE;

  return TRUE;
}

static void
append_string (GString    *text,
               const char *string,
               gsize       length)
{
  g_autoptr(GString) repaired = NULL;

  if (is_plain (string, length))
    {
      char *place = extend (text, length + 2);

      place[0] = '"';
      memcpy (place + 1, string, length);
      place[length + 1] = '"';
      return;
    }

  if (!g_utf8_validate_len (string, length, NULL))
    {
      repaired = g_string_sized_new (length);
      _salon_utf8_append_valid (repaired, string, length);
      string = repaired->str;
      length = repaired->len;
    }

  append_valid_string (text, string, length);
}

/* Puts down what stands before every value: a comma, a name. FALSE when there can't be
 * a value here. */
static gboolean
begin_value (SalonJsonWriter *self,
             const char      *name)
{
  gboolean in_object;

  in_object = self->depth > 0 && self->open[self->depth - 1] == '{';
  g_return_val_if_fail (in_object == (name != NULL), FALSE);
  g_return_val_if_fail (self->depth > 0 || !self->has_sibling, FALSE);

  if (self->text == NULL)
    self->text = g_string_sized_new (256);
  if (self->has_sibling)
    g_string_append_c (self->text, ',');
  self->has_sibling = TRUE;

  if (name != NULL)
    {
      append_string (self->text, name, strlen (name));
      g_string_append_c (self->text, ':');
    }

  return TRUE;
}

static void
remember_open (SalonJsonWriter *self,
               char             bracket)
{
  if (self->depth == self->capacity)
    {
      self->capacity *= 2;
      if (self->open == self->usual_open)
        {
          self->open = g_malloc (self->capacity);
          memcpy (self->open, self->usual_open, self->depth);
        }
      else
        {
          self->open = g_realloc (self->open, self->capacity);
        }
    }
  self->open[self->depth++] = bracket;
}

static void
begin_container (SalonJsonWriter *self,
                 const char      *name,
                 char             bracket)
{
  if (!begin_value (self, name))
    return;

  g_string_append_c (self->text, bracket);
  remember_open (self, bracket);
  self->has_sibling = FALSE;
}

static void
end_container (SalonJsonWriter *self,
               char             open_bracket,
               char             close_bracket)
{
  g_return_if_fail (self->depth > 0);
  g_return_if_fail (self->open[self->depth - 1] == open_bracket);

  self->depth--;
  g_string_append_c (self->text, close_bracket);
  self->has_sibling = TRUE;
}

/**
 * salon_json_writer_begin_object:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 */
void
salon_json_writer_begin_object (SalonJsonWriter *self,
                                const char      *name)
{
  g_return_if_fail (self != NULL);

  begin_container (self, name, '{');
}

/**
 * salon_json_writer_end_object:
 * @self: a writer that is inside an object
 */
void
salon_json_writer_end_object (SalonJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  end_container (self, '{', '}');
}

/**
 * salon_json_writer_begin_array:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 */
void
salon_json_writer_begin_array (SalonJsonWriter *self,
                               const char      *name)
{
  g_return_if_fail (self != NULL);

  begin_container (self, name, '[');
}

/**
 * salon_json_writer_end_array:
 * @self: a writer that is inside an array
 */
void
salon_json_writer_end_array (SalonJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  end_container (self, '[', ']');
}

/**
 * salon_json_writer_add_string:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 * @value: (nullable): a string; when it is %NULL nothing is added
 */
void
salon_json_writer_add_string (SalonJsonWriter *self,
                              const char      *name,
                              const char      *value)
{
  g_return_if_fail (self != NULL);

  if (value != NULL && begin_value (self, name))
    append_string (self->text, value, strlen (value));
}

/**
 * salon_json_writer_add_string_length:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 * @value: (nullable) (array length=length): a string, NUL characters allowed; when it is
 *   %NULL nothing is added
 * @length: its length in bytes
 */
void
salon_json_writer_add_string_length (SalonJsonWriter *self,
                                     const char      *name,
                                     const char      *value,
                                     gsize            length)
{
  g_return_if_fail (self != NULL);

  if (value != NULL && begin_value (self, name))
    append_string (self->text, value, length);
}

/* What printf's %d would put down, without going through a format. */
static void
append_int64 (GString *text,
              gint64   value)
{
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  char digits[20];
  gsize begin = sizeof digits;

  do
    {
      digits[--begin] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest > 0);
  if (value < 0)
    digits[--begin] = '-';

  memcpy (extend (text, sizeof digits - begin), digits + begin, sizeof digits - begin);
}

/**
 * salon_json_writer_add_int64:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 * @value: a number
 */
void
salon_json_writer_add_int64 (SalonJsonWriter *self,
                             const char      *name,
                             gint64           value)
{
  g_return_if_fail (self != NULL);

  if (begin_value (self, name))
    append_int64 (self->text, value);
}

/**
 * salon_json_writer_add_double:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 * @value: a number; JSON has no infinity and no “not a number”, which become null
 *
 * Adds a number in the shortest way that reads as the same double: 0.1, not
 * 0.10000000000000001.
 */
void
salon_json_writer_add_double (SalonJsonWriter *self,
                              const char      *name,
                              double           value)
{
  g_autofree char *text = NULL;
  yyjson_val number = { 0 };

  g_return_if_fail (self != NULL);

  if (!begin_value (self, name))
    return;

  if (isfinite (value))
    {
      yyjson_set_real (&number, value);
      text = yyjson_val_write_opts (&number, YYJSON_WRITE_NOFLAG,
                                    _salon_json_get_allocator (), NULL, NULL);
    }

  g_string_append (self->text, text != NULL ? text : "null");
}

/**
 * salon_json_writer_add_boolean:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 * @value: true or false
 */
void
salon_json_writer_add_boolean (SalonJsonWriter *self,
                               const char      *name,
                               gboolean         value)
{
  g_return_if_fail (self != NULL);

  if (begin_value (self, name))
    g_string_append (self->text, value ? "true" : "false");
}

/**
 * salon_json_writer_add_null:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 */
void
salon_json_writer_add_null (SalonJsonWriter *self,
                            const char      *name)
{
  g_return_if_fail (self != NULL);

  if (begin_value (self, name))
    g_string_append (self->text, "null");
}

/**
 * salon_json_writer_add_value:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 * @value: (nullable): a value to write as it is, numbers verbatim; when it is %NULL
 *   nothing is added
 */
void
salon_json_writer_add_value (SalonJsonWriter *self,
                             const char      *name,
                             const SalonJson *value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);

  if (value == NULL || !begin_value (self, name))
    return;

  text = salon_json_to_text (value, FALSE);
  g_string_append (self->text, text);
}

/**
 * salon_json_writer_add_text:
 * @self: a writer
 * @name: (nullable): the member's name, inside an object
 * @json_text: a value as JSON text, known to be whole and valid: nothing checks it. What
 *   comes from outside is parsed first and added with salon_json_writer_add_value().
 */
void
salon_json_writer_add_text (SalonJsonWriter *self,
                            const char      *name,
                            const char      *json_text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (json_text != NULL && *json_text != '\0');

  if (begin_value (self, name))
    g_string_append (self->text, json_text);
}

/**
 * salon_json_writer_finish:
 * @self: a writer with one whole value
 *
 * Takes the text out. The writer is empty afterwards and can begin anew.
 *
 * Returns: (transfer full): the JSON text, without a line end
 */
char *
salon_json_writer_finish (SalonJsonWriter *self)
{
  char *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->depth == 0, NULL);
  g_return_val_if_fail (self->has_sibling, NULL);

  text = g_string_free (g_steal_pointer (&self->text), FALSE);
  self->has_sibling = FALSE;

  return text;
}

/**
 * salon_json_writer_finish_document:
 * @self: a writer with one whole value
 *
 * Takes the value out as a document. The writer is empty afterwards and can begin anew.
 *
 * Returns: (transfer full): the document
 */
SalonJsonDocument *
salon_json_writer_finish_document (SalonJsonWriter *self)
{
  const SalonJsonLimits limits = { G_MAXSSIZE, SALON_JSON_GREATEST_DEPTH };
  g_autofree char *text = salon_json_writer_finish (self);
  g_autoptr(GError) error = NULL;
  SalonJsonDocument *document;

  g_return_val_if_fail (text != NULL, NULL);

  document = salon_json_document_parse (text, -1, &limits, &error);
  if (document == NULL)
    g_critical ("What was written is no valid JSON: %s", error->message);

  return document;
}
