/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-schema.h"

G_BEGIN_DECLS

/* The vocabularies whose keywords judge, beside the core that always counts. */
typedef enum
{
  SALON_JSON_SCHEMA_APPLICATOR = 1 << 0,
  SALON_JSON_SCHEMA_UNEVALUATED = 1 << 1,
  SALON_JSON_SCHEMA_VALIDATION = 1 << 2,
  SALON_JSON_SCHEMA_ALL = (1 << 3) - 1,
} SalonJsonSchemaVocabulary;

/* A schema with an address of its own (JSON Schema Core 2020-12, 4.3.5): a document's
 * root, or a subschema with “$id”. */
typedef struct _SalonJsonSchemaResource SalonJsonSchemaResource;

struct _SalonJsonSchemaResource
{
  char                          *uri;             /* absolute, without a fragment */
  const SalonJson               *root;
  const SalonJsonSchemaResource *parent;          /* that it is embedded in */
  SalonJsonSchemaVocabulary      vocabularies;
  GHashTable                    *anchors;         /* name → SalonJson, both kinds of anchors */
  GHashTable                    *dynamic_anchors; /* name → SalonJson */
};

struct _SalonJsonSchema
{
  gatomicrefcount    ref_count;
  GPtrArray         *documents;     /* SalonJsonDocument: the first is the schema's own */
  GPtrArray         *all_resources; /* SalonJsonSchemaResource, each before those inside it */
  GHashTable        *resources;     /* uri → the first SalonJsonSchemaResource of that address */
  GHashTable        *homes;         /* SalonJson → SalonJsonSchemaResource it lies in */
  GHashTable        *patterns;      /* text → GRegex */
  guint              n_subschemas;
};

/* The chain of resources that were entered on the way, innermost first. */
typedef struct _SalonJsonSchemaScope SalonJsonSchemaScope;

struct _SalonJsonSchemaScope
{
  const SalonJsonSchemaScope    *outer;
  const SalonJsonSchemaResource *resource;
};

/* What of the instance at hand the schema has looked at, for the unevaluated…
 * keywords (Core 11). Kept only where one of them asks. */
typedef struct
{
  GHashTable *properties; /* names that were evaluated */
  gboolean    all_properties;
  gsize       n_items;    /* so many from the start */
  GHashTable *items;      /* SalonJson elements beyond these (“contains”) */
  gboolean    all_items;
} SalonJsonSchemaSeen;

/* One judgement. */
typedef struct
{
  SalonJsonSchema *schema;
  GString         *path;    /* JSON Pointer to the instance at hand */
  GError         **error;   /* NULL while only the verdict counts */
  guint            depth;
  guint            steps;
  gint64           deadline; /* in µs that this thread computed */
  gboolean         exhausted;
} SalonJsonSchemaRun;

gboolean _salon_json_schema_index           (SalonJsonSchema       *self,
                                             SalonJsonDocument     *document,
                                             const char            *uri,
                                             GError               **error);
gboolean _salon_json_schema_index_known     (SalonJsonSchema       *self,
                                             const char            *uri);
gboolean _salon_json_schema_choose_dialects (SalonJsonSchema       *self,
                                             GError               **error);
const SalonJson *
         _salon_json_schema_resolve         (SalonJsonSchema                *self,
                                             const SalonJsonSchemaResource  *from,
                                             const char                     *reference,
                                             const SalonJsonSchemaResource **home);
const SalonJson *
         _salon_json_schema_resolve_dynamic (SalonJsonSchema                *self,
                                             const SalonJsonSchemaScope     *scope,
                                             const char                     *reference,
                                             const SalonJsonSchemaResource **home);

gboolean _salon_json_schema_evaluate        (SalonJsonSchemaRun         *run,
                                             const SalonJsonSchemaScope *scope,
                                             const SalonJson            *schema,
                                             const SalonJson            *value,
                                             SalonJsonSchemaSeen        *seen);
gboolean _salon_json_schema_apply           (SalonJsonSchemaRun         *run,
                                             const SalonJsonSchemaScope *scope,
                                             const SalonJson            *schema,
                                             const SalonJson            *value,
                                             SalonJsonSchemaSeen        *seen);
gboolean _salon_json_schema_apply_children  (SalonJsonSchemaRun         *run,
                                             const SalonJsonSchemaScope *scope,
                                             const SalonJson            *schema,
                                             const SalonJson            *value,
                                             SalonJsonSchemaSeen        *seen);
gboolean _salon_json_schema_assert          (SalonJsonSchemaRun         *run,
                                             const SalonJson            *schema,
                                             const SalonJson            *value);
void     _salon_json_schema_iter_named      (SalonJsonIter              *iter,
                                             const SalonJson            *schema,
                                             const char                 *keyword);
gboolean _salon_json_schema_assert_required (SalonJsonSchemaRun         *run,
                                             const SalonJson            *names,
                                             const SalonJson            *value);
gboolean _salon_json_schema_fail            (SalonJsonSchemaRun         *run,
                                             const char                 *format,
                                             ...) G_GNUC_PRINTF (2, 3);
gboolean _salon_json_schema_step            (SalonJsonSchemaRun         *run);
gboolean _salon_json_schema_is_in_time      (SalonJsonSchemaRun         *run);
gboolean _salon_json_schema_matches         (SalonJsonSchemaRun         *run,
                                             const char                 *pattern,
                                             const char                 *text,
                                             gsize                       length,
                                             gboolean                    otherwise);

void     _salon_json_schema_seen_merge      (SalonJsonSchemaSeen        *self,
                                             const SalonJsonSchemaSeen  *other);
void     _salon_json_schema_seen_clear      (SalonJsonSchemaSeen        *self);
void     _salon_json_schema_seen_property   (SalonJsonSchemaSeen        *self,
                                             const char                 *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SalonJsonSchemaSeen, _salon_json_schema_seen_clear)

G_END_DECLS
