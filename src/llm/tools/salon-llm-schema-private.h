/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"
#include "salon-llm-schema-adapter.h"

G_BEGIN_DECLS

/* How many subschemas one schema inside another goes on; real ones stay below ten. */
#define SALON_LLM_SCHEMA_MAX_DEPTH 24

/* One schema being rewritten. */
typedef struct
{
  const SalonJson       *root;
  SalonLlmSchemaDialect  dialect;
  GPtrArray             *notes;   /* char, nullable */
  SalonJsonWriter       *writer;
  GPtrArray             *entered; /* SalonJson: the references that are being followed */
  guint                  n_written;
  guint                  depth;
  gboolean               exhausted;
} SalonLlmSchemaAdapter;

/* A property, with what each place that speaks of it says. */
typedef struct
{
  const char *name;
  GPtrArray  *schemas; /* SalonJson */
} SalonLlmSchemaProperty;

/* A schema with its references followed and its “allOf” folded in. Borrows from the document. */
typedef struct
{
  GPtrArray  *members;    /* SalonLlmSchemaMember: the keywords but for those below */
  GPtrArray  *properties; /* SalonLlmSchemaProperty, in order */
  GHashTable *by_name;    /* name → SalonLlmSchemaProperty */
  GPtrArray  *required;   /* const char, each once */
  GPtrArray  *sentences;  /* char: what could only be said in words */
  const SalonJson *choices; /* the elements of “anyOf” or “oneOf” */
  guint       n_entered;
  gboolean    recursive;  /* a reference that is being followed already was left out */
} SalonLlmSchemaShape;

typedef struct
{
  const char      *name;
  const SalonJson *value;
} SalonLlmSchemaMember;

void                 _salon_llm_schema_note           (SalonLlmSchemaAdapter *self,
                                                       const char            *format,
                                                       ...) G_GNUC_PRINTF (2, 3);

/* FALSE when the schema has become too large to go on. */
gboolean             _salon_llm_schema_count          (SalonLlmSchemaAdapter *self);
const SalonJson     *_salon_llm_schema_resolve        (SalonLlmSchemaAdapter *self,
                                                       const char            *reference);
const char          *_salon_llm_schema_get_reference  (const SalonJson       *schema);
SalonLlmSchemaShape *_salon_llm_schema_shape_new      (SalonLlmSchemaAdapter *self,
                                                       const SalonJson       *schema,
                                                       gboolean               merge_choices);

/* Also leaves the references that were followed for it. */
void                 _salon_llm_schema_shape_free     (SalonLlmSchemaShape   *shape,
                                                       SalonLlmSchemaAdapter *self);
const SalonJson     *_salon_llm_schema_shape_get      (SalonLlmSchemaShape   *shape,
                                                       const char            *name);

/* The description with all sentences after it; NULL when there is nothing to say. */
char                *_salon_llm_schema_shape_describe (SalonLlmSchemaShape   *shape);

void                 _salon_llm_schema_write_standard (SalonLlmSchemaAdapter *self);
void                 _salon_llm_schema_write_gemini   (SalonLlmSchemaAdapter *self);

G_END_DECLS
