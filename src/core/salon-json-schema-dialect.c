/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-schema-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "salon-core-error.h"
#include "salon-core-resources.h"

/* What language a schema is written in (Core 8.1): “$schema” names a metaschema, and that
 * says by “$vocabulary” which keywords count. The metaschema of 2020-12 and those that it is
 * made of are known; no network is needed for them. */

#define DIALECT "https://json-schema.org/draft/2020-12/"
#define METASCHEMA DIALECT "schema"
#define METASCHEMAS_PATH "/io/github/salon_chat/Salon/core/salon-json-schema-dialect.json"

static const struct
{
  const char               *uri;
  SalonJsonSchemaVocabulary vocabulary;
} vocabularies[] = {
  { DIALECT "vocab/core", 0 },
  { DIALECT "vocab/applicator", SALON_JSON_SCHEMA_APPLICATOR },
  { DIALECT "vocab/unevaluated", SALON_JSON_SCHEMA_UNEVALUATED },
  { DIALECT "vocab/validation", SALON_JSON_SCHEMA_VALIDATION },
  { DIALECT "vocab/meta-data", 0 },
  { DIALECT "vocab/format-annotation", 0 },
  { DIALECT "vocab/content", 0 },
};

/* An object of all of them, by the ends of their addresses. */
static SalonJsonDocument *
get_metaschemas (void)
{
  static SalonJsonDocument *metaschemas;

  if (g_once_init_enter_pointer (&metaschemas))
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      SalonJsonDocument *document;

      bytes = g_resource_lookup_data (salon_core_get_resource (), METASCHEMAS_PATH,
                                      G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      g_assert_no_error (error);
      document = salon_json_document_parse_bytes (bytes, NULL, &error);
      g_assert_no_error (error);
      g_once_init_leave_pointer (&metaschemas, document);
    }
  return metaschemas;
}

/* Takes in a metaschema of 2020-12 when a reference leads there; whether it was one. */
gboolean
_salon_json_schema_index_known (SalonJsonSchema *self,
                                const char      *uri)
{
  const SalonJson *root;
  g_autoptr (SalonJsonDocument) document = NULL;

  if (!g_str_has_prefix (uri, DIALECT))
    return FALSE;
  root = salon_json_get_member (salon_json_document_get_root (get_metaschemas ()),
                                uri + strlen (DIALECT));
  if (root == NULL)
    return FALSE;
  document = salon_json_document_new_part (get_metaschemas (), root);
  return _salon_json_schema_index (self, document, uri, NULL);
}

/* The vocabularies of a metaschema; what it does not say is up to us (Core 8.1.2.1). */
static gboolean
read_vocabularies (const SalonJson            *metaschema,
                   SalonJsonSchemaVocabulary  *found,
                   GError                    **error)
{
  const SalonJson *list = salon_json_get_member (metaschema, "$vocabulary");
  const SalonJson *entry = NULL;
  const char *uri = NULL;
  SalonJsonIter iter;

  *found = SALON_JSON_SCHEMA_ALL;
  if (!salon_json_is_object (list))
    return TRUE;
  *found = 0;
  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, &uri, &entry))
    {
      gboolean required = FALSE;
      gboolean known = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (vocabularies); i++)
        if (strcmp (uri, vocabularies[i].uri) == 0)
          {
            known = TRUE;
            *found |= vocabularies[i].vocabulary;
          }
      if (!known && salon_json_as_boolean (entry, &required) && required)
        {
          g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_PROTOCOL,
                       _("The schema needs the vocabulary “%s”, which is not known."), uri);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
choose_vocabularies (SalonJsonSchema          *self,
                     SalonJsonSchemaResource  *resource,
                     GError                  **error)
{
  const char *dialect = salon_json_as_string (salon_json_get_member (resource->root, "$schema"));
  const SalonJsonSchemaResource *metaschema;
  g_autofree char *uri = NULL;

  if (dialect == NULL)
    {
      if (resource->parent != NULL)
        resource->vocabularies = resource->parent->vocabularies;
      return TRUE;
    }
  uri = g_strndup (dialect, strcspn (dialect, "#"));
  if (strcmp (uri, METASCHEMA) == 0)
    return TRUE;
  metaschema = g_hash_table_lookup (self->resources, uri);
  if (metaschema != NULL)
    return read_vocabularies (metaschema->root, &resource->vocabularies, error);
  g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_PROTOCOL,
               _("The schema is written in the dialect “%s”; only JSON Schema 2020-12 is known."),
               dialect);
  return FALSE;
}

/* Asks every resource for its dialect, when all are indexed. One that is not known is a
 * mistake in the schema itself; what was handed over beside it may never be asked for. */
gboolean
_salon_json_schema_choose_dialects (SalonJsonSchema  *self,
                                    GError          **error)
{
  const SalonJson *own = salon_json_document_get_root (g_ptr_array_index (self->documents, 0));

  for (guint i = 0; i < self->all_resources->len; i++)
    {
      SalonJsonSchemaResource *resource = g_ptr_array_index (self->all_resources, i);

      if (!choose_vocabularies (self, resource, resource->root == own ? error : NULL)
          && resource->root == own)
        return FALSE;
    }
  return TRUE;
}
