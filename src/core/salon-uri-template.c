/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-uri-template.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-core-error.h"
#include "salon-uri-value-private.h"

/* More than anybody writes by hand; what it is filled with is bounded by what it makes. */
#define LONGEST_TEMPLATE (8 * 1024)
#define GREATEST_NUMBER_OF_VARIABLES 256
#define LONGEST_EXPANSION (256 * 1024)
/* RFC 6570, 2.4.1: a prefix is less than 10000 characters long. */
#define LONGEST_PREFIX 9999

#define UNRESERVED G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._~"
#define RESERVED ":/?#[]@!$&'()*+,;="

/* RFC 6570, appendix A. */
typedef struct
{
  char        sign;
  const char *first;      /* before the first of an expression */
  const char *separator;
  gboolean    named;
  const char *if_empty;   /* after the name of an empty value */
  gboolean    reserved;   /* letters with a meaning go through as they are */
} Operator;

static const Operator operators[] = {
  { '\0', "", ",", FALSE, "", FALSE },
  { '+', "", ",", FALSE, "", TRUE },
  { '#', "#", ",", FALSE, "", TRUE },
  { '.', ".", ".", FALSE, "", FALSE },
  { '/', "/", "/", FALSE, "", FALSE },
  { ';', ";", ";", TRUE, "", FALSE },
  { '?', "?", "&", TRUE, "=", FALSE },
  { '&', "&", "&", TRUE, "=", FALSE },
};

typedef struct
{
  char  *name;
  guint  prefix;    /* 0: all of it */
  gboolean explode;
} Variable;

/* Text, or an expression. */
typedef struct
{
  char           *literal;    /* encoded as it goes out; NULL for an expression */
  const Operator *operator;
  GArray         *variables;  /* Variable */
} Piece;

struct _SalonUriTemplate
{
  gatomicrefcount  ref_count;
  GArray          *pieces;       /* Piece */
  GPtrArray       *names;        /* of all variables, each once; ends with NULL */
  guint            n_variables;
};

G_DEFINE_BOXED_TYPE (SalonUriTemplate, salon_uri_template,
                     salon_uri_template_ref, salon_uri_template_unref)

/* --- reading -------------------------------------------------------------- */

static void
variable_clear (gpointer data)
{
  Variable *variable = data;

  g_free (variable->name);
}

static void
piece_clear (gpointer data)
{
  Piece *piece = data;

  g_free (piece->literal);
  g_clear_pointer (&piece->variables, g_array_unref);
}

static gboolean
is_escape (const char *c)
{
  return c[0] == '%' && g_ascii_isxdigit (c[1]) && g_ascii_isxdigit (c[2]);
}

/* One byte as it goes out. */
static void
add_byte (GString *out,
          char     byte)
{
  g_string_append_printf (out, "%%%02X", (guint) (guchar) byte);
}

/* RFC 6570, 3.1: what may stand in an address goes through, the rest is encoded. */
static void
add_literal (GString    *out,
             const char *text,
             gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (strchr (UNRESERVED RESERVED, text[i]) != NULL || (length - i > 2 && is_escape (text + i)))
      g_string_append_c (out, text[i]);
    else
      add_byte (out, text[i]);
}

static gboolean fail (GError     **error,
                      const char  *format,
                      ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError     **error,
      const char  *format,
      ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX, sentence);
  return FALSE;
}

/* Letters, digits, “_”, escapes, and single dots between them (RFC 6570, 2.3). */
static gboolean
is_name (const char *text)
{
  gboolean after_dot = TRUE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '.')
        {
          if (after_dot)
            return FALSE;
          after_dot = TRUE;
          continue;
        }
      after_dot = FALSE;
      if (is_escape (c))
        c += 2;
      else if (!g_ascii_isalnum (*c) && *c != '_')
        return FALSE;
    }
  return !after_dot;
}

/* “name”, “name:3” or “name*” */
static gboolean
read_variable (SalonUriTemplate  *self,
               Piece             *piece,
               const char        *text,
               GError           **error)
{
  Variable variable = { NULL, 0, FALSE };
  const char *colon = strchr (text, ':');
  gsize length = strlen (text);
  guint64 prefix = 0;
  g_autofree char *name = NULL;

  if (colon != NULL)
    {
      if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, LONGEST_PREFIX, &prefix, NULL)
          || colon[1] == '0')
        return fail (error, _("In the address template, “{%s}” has to give a number of characters "
                              "from 1 to 9999."), text);
      variable.prefix = (guint) prefix;
      length = (gsize) (colon - text);
    }
  else if (length > 0 && text[length - 1] == '*')
    {
      variable.explode = TRUE;
      length--;
    }
  name = g_strndup (text, length);
  if (!is_name (name))
    return fail (error, _("In the address template, “%s” is no name of a variable."), name);
  if (++self->n_variables > GREATEST_NUMBER_OF_VARIABLES)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                   _("The address template has more than %d variables."),
                   GREATEST_NUMBER_OF_VARIABLES);
      return FALSE;
    }
  if (!g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL))
    g_ptr_array_add (self->names, g_strdup (name));
  variable.name = g_steal_pointer (&name);
  g_array_append_val (piece->variables, variable);
  return TRUE;
}

/* What stands between the braces. */
static gboolean
read_expression (SalonUriTemplate  *self,
                 const char        *text,
                 GError           **error)
{
  Piece piece = { NULL, &operators[0], NULL };
  g_auto (GStrv) names = NULL;

  for (gsize i = 1; i < G_N_ELEMENTS (operators); i++)
    if (*text == operators[i].sign)
      piece.operator = &operators[i];
  if (*text != '\0' && strchr ("=,!@|", *text) != NULL)
    return fail (error, _("In the address template, “{%s}” begins with a sign that is reserved for "
                          "later."), text);
  if (piece.operator->sign != '\0')
    text++;
  piece.variables = g_array_new (FALSE, FALSE, sizeof (Variable));
  g_array_set_clear_func (piece.variables, variable_clear);
  g_array_append_val (self->pieces, piece);
  names = g_strsplit (text, ",", -1);
  if (names[0] == NULL)
    return fail (error, _("In the address template, “{%s}” names no variable."), text);
  for (gsize i = 0; names[i] != NULL; i++)
    if (!read_variable (self, &piece, names[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_template (SalonUriTemplate  *self,
               const char        *text,
               GError           **error)
{
  while (*text != '\0')
    {
      gsize length = strcspn (text, "{}");
      Piece piece = { NULL, NULL, NULL };
      g_autoptr (GString) literal = g_string_new (NULL);
      g_autofree char *expression = NULL;

      if (length > 0)
        {
          add_literal (literal, text, length);
          piece.literal = g_string_free (g_steal_pointer (&literal), FALSE);
          g_array_append_val (self->pieces, piece);
        }
      text += length;
      if (*text == '\0')
        break;
      length = *text == '{' ? strcspn (text + 1, "{}") : 0;
      if (*text == '}' || text[1 + length] != '}')
        return fail (error, _("In the address template, a brace at “%.40s” has no other one."),
                     text);
      expression = g_strndup (text + 1, length);
      if (!read_expression (self, expression, error))
        return FALSE;
      text += length + 2;
    }
  return TRUE;
}

/**
 * salon_uri_template_new:
 * @text: an address template, UTF-8
 * @error: where to put what is wrong with it
 *
 * Reads a template.
 *
 * Returns: (transfer full) (nullable): the template, or %NULL with %SALON_CORE_ERROR_SYNTAX,
 *   %SALON_CORE_ERROR_NOT_UTF8 or %SALON_CORE_ERROR_TOO_LARGE
 */
SalonUriTemplate *
salon_uri_template_new (const char  *text,
                        GError     **error)
{
  g_autoptr (SalonUriTemplate) self = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (strlen (text) > LONGEST_TEMPLATE)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                   _("The address template is longer than %d bytes."), LONGEST_TEMPLATE);
      return NULL;
    }
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_NOT_UTF8,
                   _("The address template is no UTF-8 text."));
      return NULL;
    }
  self = g_new0 (SalonUriTemplate, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, piece_clear);
  self->names = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  if (!read_template (self, text, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * salon_uri_template_ref:
 * @self: a template
 *
 * Returns: (transfer full): @self
 */
SalonUriTemplate *
salon_uri_template_ref (SalonUriTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_uri_template_unref:
 * @self: (transfer full): a template
 *
 * Gives up a reference.
 */
void
salon_uri_template_unref (SalonUriTemplate *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->pieces);
  g_ptr_array_unref (self->names);
  g_free (self);
}

/**
 * salon_uri_template_get_variables:
 * @self: a template
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of the variables, in order,
 *   each once
 */
const char * const *
salon_uri_template_get_variables (SalonUriTemplate *self)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (self != NULL, NULL);

  return self->names->len > 0 ? (const char * const *) self->names->pdata : none;
}

/* --- expanding ------------------------------------------------------------ */

/* The end of the first @n_characters, not bytes; of all for 0. */
static const char *
find_end (const char *text,
          guint       n_characters)
{
  const char *end = text;

  if (n_characters == 0)
    return text + strlen (text);
  while (*end != '\0' && ((*end & 0xc0) == 0x80 || n_characters-- > 0))
    end++;
  return end;
}

/* Nothing grows past the bound, however much is still to come. */
static void
add_value (GString        *out,
           const Operator *operator,
           const char     *text,
           guint           prefix)
{
  const char *end = find_end (text, prefix);

  for (const char *c = text; c < end && out->len <= LONGEST_EXPANSION; c++)
    if (strchr (operator->reserved ? UNRESERVED RESERVED : UNRESERVED, *c) != NULL)
      {
        g_string_append_c (out, *c);
      }
    else if (operator->reserved && end - c > 2 && is_escape (c))
      {
        g_string_append_len (out, c, 3);
        c += 2;
      }
    else
      {
        add_byte (out, *c);
      }
}

static void
add_name (GString        *out,
          const Operator *operator,
          const char     *name,
          const char     *value)
{
  g_string_append (out, name);
  g_string_append (out, *value == '\0' ? operator->if_empty : "=");
}

/* All in one: “a,b,c” or “name,value,…” */
static void
add_joined (GString             *out,
            const Operator      *operator,
            const Variable      *variable,
            const SalonUriValue *value)
{
  if (operator->named)
    add_name (out, operator, variable->name,
              value->strings[1] != NULL ? "," : value->strings[0]);
  for (gsize i = 0; value->strings[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      add_value (out, operator, value->strings[i],
                 value->kind == SALON_URI_VALUE_STRING ? variable->prefix : 0);
    }
}

/* Each by itself: as if there were a variable for each. */
static void
add_exploded (GString             *out,
              const Operator      *operator,
              const Variable      *variable,
              const SalonUriValue *value)
{
  const gsize step = value->kind == SALON_URI_VALUE_MAP ? 2 : 1;

  for (gsize i = 0; value->strings[i] != NULL && out->len <= LONGEST_EXPANSION; i += step)
    {
      const char *text = value->strings[i + step - 1];

      if (i > 0)
        g_string_append (out, operator->separator);
      if (value->kind == SALON_URI_VALUE_MAP)
        {
          add_value (out, operator, value->strings[i], 0);
          g_string_append (out, operator->named && *text == '\0' ? operator->if_empty : "=");
        }
      else if (operator->named)
        {
          add_name (out, operator, variable->name, text);
        }
      add_value (out, operator, text, 0);
    }
}

static gboolean
add_expression (GString     *out,
                const Piece *piece,
                GHashTable  *values,
                GError     **error)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < piece->variables->len && out->len <= LONGEST_EXPANSION; i++)
    {
      const Variable *variable = &g_array_index (piece->variables, Variable, i);
      const SalonUriValue *value = values != NULL ? g_hash_table_lookup (values, variable->name)
                                                  : NULL;

      if (value == NULL || value->strings[0] == NULL)
        continue;
      /* RFC 6570, 2.4.1 */
      if (variable->prefix > 0 && value->kind != SALON_URI_VALUE_STRING)
        {
          g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_WRONG_TYPE,
                       _("The address template takes the beginning of “%s”, which has to be a "
                         "single text for that."), variable->name);
          return FALSE;
        }
      g_string_append (out, is_first ? piece->operator->first : piece->operator->separator);
      is_first = FALSE;
      if (variable->explode && value->kind != SALON_URI_VALUE_STRING)
        add_exploded (out, piece->operator, variable, value);
      else
        add_joined (out, piece->operator, variable, value);
    }
  return TRUE;
}

/**
 * salon_uri_template_expand:
 * @self: a template
 * @values: (nullable) (element-type utf8 SalonUriValue): what to fill the gaps with; what is
 *   not in it is left out, as RFC 6570 asks
 * @error: where to put why it cannot be done
 *
 * Fills the gaps. Letters that mean something in an address are encoded, but for the
 * operators `+` and `#`.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with
 *   %SALON_CORE_ERROR_WRONG_TYPE or %SALON_CORE_ERROR_TOO_LARGE
 */
char *
salon_uri_template_expand (SalonUriTemplate  *self,
                           GHashTable        *values,
                           GError           **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (guint i = 0; i < self->pieces->len && out->len <= LONGEST_EXPANSION; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      if (piece->literal != NULL)
        g_string_append (out, piece->literal);
      else if (!add_expression (out, piece, values, error))
        return NULL;
    }
  if (out->len > LONGEST_EXPANSION)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                   _("The address that the template makes of these values is longer than %d "
                     "bytes."), LONGEST_EXPANSION);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
