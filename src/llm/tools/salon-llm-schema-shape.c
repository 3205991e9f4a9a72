/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-llm-schema-private.h"

/* How many schemas may stand one inside the other through “allOf” and references alone. */
#define MAX_NESTING 12
#define MAX_ALTERNATIVES_TOLD 8
#define MAX_NAMES_TOLD 12
/* What is looked through again and again is short, in any real schema. */
#define MAX_MEMBERS 64
#define MAX_REQUIRED 200
#define MAX_DEFINITIONS 500

static void
property_free (gpointer data)
{
  SalonLlmSchemaProperty *property = data;

  g_ptr_array_unref (property->schemas);
  g_free (property);
}

/* --- references (Core 2020-12, 8.2) ------------------------------------------------------ */

static const SalonJson *
follow_pointer (const SalonJson *value,
                const char      *pointer)
{
  g_autofree char *text = g_uri_unescape_string (pointer, NULL);
  g_auto (GStrv) steps = NULL;

  if (text == NULL)
    return NULL;
  steps = g_strsplit (text, "/", MAX_NESTING * 4);
  for (guint i = 1; value != NULL && steps[0] != NULL && steps[i] != NULL; i++)
    {
      g_autoptr (GString) step = g_string_new (steps[i]);

      g_string_replace (step, "~1", "/", 0);
      g_string_replace (step, "~0", "~", 0);
      if (salon_json_is_array (value))
        {
          SalonJsonIter iter;
          guint64 wanted = 0;
          const SalonJson *element = NULL;

          if (!g_ascii_string_to_unsigned (step->str, 10, 0, G_MAXUINT, &wanted, NULL) ||
              wanted >= salon_json_get_length (value))
            return NULL;
          salon_json_iter_init (&iter, value);
          for (guint64 at = 0; at <= wanted; at++)
            salon_json_iter_next (&iter, NULL, &element);
          value = element;
        }
      else
        value = salon_json_get_member (value, step->str);
    }
  return value;
}

static const SalonJson *
find_named (const SalonJson *definitions,
            const char      *reference)
{
  SalonJsonIter iter;
  const SalonJson *value;
  guint n = 0;

  salon_json_iter_init (&iter, salon_json_is_object (definitions) ? definitions : NULL);
  while (n++ < MAX_DEFINITIONS && salon_json_iter_next (&iter, NULL, &value))
    {
      const char *id = salon_json_as_string (salon_json_get_member (value, "$id"));
      const char *anchor = salon_json_as_string (salon_json_get_member (value, "$anchor"));

      if ((id != NULL && strcmp (id, reference) == 0) ||
          (anchor != NULL && reference[0] == '#' && strcmp (anchor, reference + 1) == 0))
        return value;
    }
  return NULL;
}

const SalonJson *
_salon_llm_schema_resolve (SalonLlmSchemaAdapter *self,
                           const char            *reference)
{
  const char *id = salon_json_as_string (salon_json_get_member (self->root, "$id"));
  const SalonJson *target;

  if (id != NULL && *id != '\0' && g_str_has_prefix (reference, id) &&
      (reference[strlen (id)] == '#' || reference[strlen (id)] == '\0'))
    reference += strlen (id);
  if (strcmp (reference, "") == 0 || strcmp (reference, "#") == 0)
    return self->root;
  if (g_str_has_prefix (reference, "#/"))
    target = follow_pointer (self->root, reference + 1);
  else
    {
      target = find_named (salon_json_get_member (self->root, "$defs"), reference);
      if (target == NULL)
        target = find_named (salon_json_get_member (self->root, "definitions"), reference);
    }
  return target;
}

const char *
_salon_llm_schema_get_reference (const SalonJson *schema)
{
  static const char * const names[] = { "$ref", "$dynamicRef", "$recursiveRef" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *reference = salon_json_as_string (salon_json_get_member (schema, names[i]));

      if (reference != NULL)
        return reference;
    }
  return NULL;
}

/* --- shapes ------------------------------------------------------------------------------ */

static void
shape_add_property (SalonLlmSchemaShape *shape,
                    const char          *name,
                    const SalonJson     *schema)
{
  SalonLlmSchemaProperty *property = g_hash_table_lookup (shape->by_name, name);

  if (property == NULL)
    {
      property = g_new0 (SalonLlmSchemaProperty, 1);
      property->name = name;
      property->schemas = g_ptr_array_new ();
      g_hash_table_insert (shape->by_name, (char *) name, property);
      g_ptr_array_add (shape->properties, property);
    }
  for (guint i = 0; i < property->schemas->len; i++)
    {
      if (salon_json_equal (property->schemas->pdata[i], schema))
        return;
    }
  if (property->schemas->len < MAX_ALTERNATIVES_TOLD)
    g_ptr_array_add (property->schemas, (gpointer) schema);
}

static void
shape_add_required (SalonLlmSchemaShape *shape,
                    const char          *name)
{
  if (!g_ptr_array_find_with_equal_func (shape->required, name, g_str_equal, NULL))
    g_ptr_array_add (shape->required, (gpointer) name);
}

static void
shape_add_member (SalonLlmSchemaShape *shape,
                  const char          *name,
                  const SalonJson     *value)
{
  SalonLlmSchemaMember *member;

  if (shape->members->len >= MAX_MEMBERS || _salon_llm_schema_shape_get (shape, name) != NULL)
    return;
  member = g_new0 (SalonLlmSchemaMember, 1);
  member->name = name;
  member->value = value;
  g_ptr_array_add (shape->members, member);
}

static void shape_collect (SalonLlmSchemaAdapter *self,
                           SalonLlmSchemaShape   *shape,
                           const SalonJson       *schema,
                           gboolean               merge_choices,
                           guint                  nesting);

static SalonLlmSchemaShape *
shape_alloc (void)
{
  SalonLlmSchemaShape *shape = g_new0 (SalonLlmSchemaShape, 1);

  shape->members = g_ptr_array_new_with_free_func (g_free);
  shape->properties = g_ptr_array_new_with_free_func (property_free);
  shape->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  shape->required = g_ptr_array_new ();
  shape->sentences = g_ptr_array_new_with_free_func (g_free);
  return shape;
}

void
_salon_llm_schema_shape_free (SalonLlmSchemaShape   *shape,
                              SalonLlmSchemaAdapter *self)
{
  g_ptr_array_set_size (self->entered, (int) (self->entered->len - shape->n_entered));
  g_ptr_array_unref (shape->members);
  g_ptr_array_unref (shape->properties);
  g_hash_table_unref (shape->by_name);
  g_ptr_array_unref (shape->required);
  g_ptr_array_unref (shape->sentences);
  g_free (shape);
}

/* The names an alternative is told by: those it requires, or all it has. */
static void
append_alternative (GString             *sentence,
                    SalonLlmSchemaShape *alternative)
{
  gboolean required = alternative->required->len > 0;
  guint n = required ? alternative->required->len : alternative->properties->len;

  for (guint i = 0; i < MIN (n, MAX_NAMES_TOLD); i++)
    {
      SalonLlmSchemaProperty *property;
      const char *name;

      property = required ? NULL : alternative->properties->pdata[i];
      name = required ? alternative->required->pdata[i] : property->name;
      g_string_append_printf (sentence, "%s\"%s\"", i > 0 ? " and " : "", name);
    }
}

static gboolean
is_required_by_all (GPtrArray  *alternatives,
                    const char *name)
{
  for (guint i = 0; i < alternatives->len; i++)
    {
      SalonLlmSchemaShape *alternative = alternatives->pdata[i];

      if (!g_ptr_array_find_with_equal_func (alternative->required, name, g_str_equal, NULL))
        return FALSE;
    }
  return TRUE;
}

static void
shape_take_alternatives (SalonLlmSchemaShape *shape,
                         GPtrArray           *alternatives)
{
  SalonLlmSchemaShape *first;
  g_autoptr (GString) sentence = g_string_new ("Give one of these: ");
  guint n_told = 0;

  if (alternatives->len == 0)
    return;
  first = alternatives->pdata[0];
  for (guint i = 0; i < first->required->len; i++)
    {
      if (is_required_by_all (alternatives, first->required->pdata[i]))
        shape_add_required (shape, first->required->pdata[i]);
    }
  for (guint i = 0; i < alternatives->len; i++)
    {
      SalonLlmSchemaShape *alternative = alternatives->pdata[i];

      for (guint j = 0; j < alternative->properties->len; j++)
        {
          SalonLlmSchemaProperty *property = alternative->properties->pdata[j];

          for (guint k = 0; k < property->schemas->len; k++)
            shape_add_property (shape, property->name, property->schemas->pdata[k]);
        }
      for (guint j = 0; j < alternative->members->len; j++)
        {
          SalonLlmSchemaMember *member = alternative->members->pdata[j];

          /* Types agree here: only objects get this far. */
          if (strcmp (member->name, "type") == 0)
            shape_add_member (shape, member->name, member->value);
        }
      if (n_told >= MAX_ALTERNATIVES_TOLD ||
          (alternative->required->len == 0 && alternative->properties->len == 0))
        continue;
      g_string_append (sentence, n_told++ > 0 ? "; or " : "");
      append_alternative (sentence, alternative);
    }
  g_string_append_c (sentence, '.');
  if (n_told > 1)
    g_ptr_array_add (shape->sentences, g_string_free (g_steal_pointer (&sentence), FALSE));
}

/* A choice where none can stand: every alternative's properties are offered, those that all
 * require are required, and words say which belong together. */
static void
shape_merge_choices (SalonLlmSchemaAdapter *self,
                     SalonLlmSchemaShape   *shape,
                     const SalonJson       *choices,
                     guint                  nesting)
{
  g_autoptr (GPtrArray) alternatives = g_ptr_array_new ();
  SalonJsonIter iter;
  const SalonJson *choice;

  salon_json_iter_init (&iter, choices);
  while (!self->exhausted && salon_json_iter_next (&iter, NULL, &choice))
    {
      SalonLlmSchemaShape *alternative;

      if (!salon_json_is_object (choice))
        continue;
      alternative = shape_alloc ();
      shape_collect (self, alternative, choice, TRUE, nesting + 1);
      /* What was followed for it is left with the whole. */
      shape->n_entered += alternative->n_entered;
      alternative->n_entered = 0;
      g_ptr_array_add (alternatives, alternative);
    }
  shape_take_alternatives (shape, alternatives);
  for (guint i = 0; i < alternatives->len; i++)
    {
      SalonLlmSchemaShape *alternative = alternatives->pdata[i];

      for (guint j = 0; j < alternative->sentences->len; j++)
        g_ptr_array_add (shape->sentences, g_strdup (alternative->sentences->pdata[j]));
      _salon_llm_schema_shape_free (alternative, self);
    }
}

static void
shape_follow (SalonLlmSchemaAdapter *self,
              SalonLlmSchemaShape   *shape,
              const char            *reference,
              gboolean               merge_choices,
              guint                  nesting)
{
  const SalonJson *target = _salon_llm_schema_resolve (self, reference);

  if (target == NULL)
    {
      _salon_llm_schema_note (self, _("The schema refers to “%.200s”, which it does not hold; "
                                      "anything is allowed there."), reference);
      return;
    }
  if (g_ptr_array_find (self->entered, target, NULL))
    {
      shape->recursive = TRUE;
      _salon_llm_schema_note (self, _("The schema refers to itself at “%.200s”; it is not spelled "
                                      "out further there."), reference);
      return;
    }
  g_ptr_array_add (self->entered, (gpointer) target);
  shape->n_entered++;
  shape_collect (self, shape, target, merge_choices, nesting + 1);
}

static void
shape_collect_properties (SalonLlmSchemaAdapter *self,
                          SalonLlmSchemaShape   *shape,
                          const SalonJson       *properties)
{
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;

  salon_json_iter_init (&iter, salon_json_is_object (properties) ? properties : NULL);
  while (!self->exhausted && salon_json_iter_next (&iter, &name, &value))
    {
      gboolean allowed = TRUE;

      if (!_salon_llm_schema_count (self))
        return;
      /* A name with a NUL in it is none; “false” forbids the property. */
      if (name == NULL || (salon_json_as_boolean (value, &allowed) && !allowed))
        continue;
      shape_add_property (shape, name, value);
    }
}

static void
shape_collect_required (SalonLlmSchemaShape *shape,
                        const SalonJson     *required)
{
  SalonJsonIter iter;
  const SalonJson *value;

  salon_json_iter_init (&iter, salon_json_is_array (required) ? required : NULL);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      const char *name = salon_json_as_string (value);

      if (name != NULL && shape->required->len < MAX_REQUIRED)
        shape_add_required (shape, name);
    }
}

static void
shape_collect_keyword (SalonLlmSchemaAdapter *self,
                       SalonLlmSchemaShape   *shape,
                       const char            *name,
                       const SalonJson       *value,
                       gboolean               merge_choices,
                       guint                  nesting)
{
  SalonJsonIter iter;
  const SalonJson *element;

  if (strcmp (name, "properties") == 0)
    shape_collect_properties (self, shape, value);
  else if (strcmp (name, "required") == 0)
    shape_collect_required (shape, value);
  else if (strcmp (name, "allOf") == 0)
    {
      salon_json_iter_init (&iter, salon_json_is_array (value) ? value : NULL);
      while (!self->exhausted && salon_json_iter_next (&iter, NULL, &element))
        shape_collect (self, shape, element, merge_choices, nesting + 1);
    }
  else if (strcmp (name, "anyOf") == 0 || strcmp (name, "oneOf") == 0)
    {
      if (!salon_json_is_array (value) || salon_json_get_length (value) == 0)
        return;
      if (merge_choices)
        shape_merge_choices (self, shape, value, nesting);
      else if (shape->choices == NULL)
        shape->choices = value;
      else
        _salon_llm_schema_note (self, _("One of two choices at the same place of the schema was "
                                        "left out."));
    }
  else if (strcmp (name, "$ref") != 0 && strcmp (name, "$dynamicRef") != 0 &&
           strcmp (name, "$recursiveRef") != 0)
    shape_add_member (shape, name, value);
}

static void
shape_collect (SalonLlmSchemaAdapter *self,
               SalonLlmSchemaShape   *shape,
               const SalonJson       *schema,
               gboolean               merge_choices,
               guint                  nesting)
{
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;
  const char *reference;

  if (!_salon_llm_schema_count (self) || !salon_json_is_object (schema))
    return;
  if (nesting > MAX_NESTING)
    {
      _salon_llm_schema_note (self, _("The schema is nested too deeply; a part of it was left "
                                      "out."));
      return;
    }
  /* What stands beside a reference says more of this place than what it leads to. */
  salon_json_iter_init (&iter, schema);
  while (!self->exhausted && salon_json_iter_next (&iter, &name, &value))
    {
      if (name != NULL)
        shape_collect_keyword (self, shape, name, value, merge_choices, nesting);
    }
  reference = _salon_llm_schema_get_reference (schema);
  if (reference != NULL)
    shape_follow (self, shape, reference, merge_choices, nesting);
}

SalonLlmSchemaShape *
_salon_llm_schema_shape_new (SalonLlmSchemaAdapter *self,
                             const SalonJson       *schema,
                             gboolean               merge_choices)
{
  SalonLlmSchemaShape *shape = shape_alloc ();

  shape_collect (self, shape, schema, merge_choices, 0);
  return shape;
}

const SalonJson *
_salon_llm_schema_shape_get (SalonLlmSchemaShape *shape,
                             const char          *name)
{
  for (guint i = 0; i < shape->members->len; i++)
    {
      SalonLlmSchemaMember *member = shape->members->pdata[i];

      if (strcmp (member->name, name) == 0)
        return member->value;
    }
  return NULL;
}

char *
_salon_llm_schema_shape_describe (SalonLlmSchemaShape *shape)
{
  const char *description;
  g_autoptr (GString) text = NULL;

  description = salon_json_as_string (_salon_llm_schema_shape_get (shape, "description"));
  text = g_string_new (description);
  for (guint i = 0; i < shape->sentences->len; i++)
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, shape->sentences->pdata[i]);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
