/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-catalog.h"

#include <gio/gio.h>
#include <string.h>

#include "salon-llm-resources.h"

#define RESOURCE "/io/github/salon_chat/Salon/llm/salon-llm-facts.json"

/* One name, or family of names, of models. */
typedef struct
{
  char *pattern;
  GPatternSpec *spec; /* the same, ready to be matched */
  gsize weight; /* how many characters have to be there: the closest match counts */
  guint vendor; /* position in vendors; whose price it is */
  const char *name;
  SalonLlmModelFacts facts;
} Entry;

struct _SalonLlmCatalog
{
  gatomicrefcount ref_count;

  SalonJsonDocument *json;
  const char *date;
  GPtrArray *vendors;  /* of GStrv: the hosts of each */
  GArray *models;      /* of Entry */
  GArray *families;    /* of Entry: what they can do */
  GArray *limits;      /* of Entry: how long a reply may be */
};

G_DEFINE_BOXED_TYPE (SalonLlmCatalog, salon_llm_catalog,
                     salon_llm_catalog_ref, salon_llm_catalog_unref)

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->pattern);
  g_pattern_spec_free (entry->spec);
}

static double
read_price (const SalonJson *prices,
            gsize            position)
{
  const SalonJson *value = NULL;
  SalonJsonIter iter;
  double price;

  if (!salon_json_is_array (prices))
    return NAN;
  salon_json_iter_init (&iter, prices);
  for (gsize i = 0; salon_json_iter_next (&iter, NULL, &value); i++)
    {
      if (i == position)
        return salon_json_as_double (value, &price) && price >= 0 ? price : (double) NAN;
    }
  return NAN;
}

static void
add_entry (GArray          *entries,
           const SalonJson *pattern,
           const Entry     *like)
{
  Entry entry = *like;
  const char *text = salon_json_as_string (pattern);

  if (text == NULL || *text == '\0')
    return;
  entry.pattern = g_ascii_strdown (text, -1);
  entry.spec = g_pattern_spec_new (entry.pattern);
  entry.weight = 0;
  for (const char *p = text; *p != '\0'; p++)
    entry.weight += *p != '*';
  g_array_append_val (entries, entry);
}

static void
read_model (SalonLlmCatalog *self,
            const SalonJson *model,
            guint            vendor)
{
  Entry entry = { .vendor = vendor, .facts = SALON_LLM_MODEL_FACTS_UNKNOWN };
  const SalonJson *prices = salon_json_get_member (model, "price");
  const SalonJson *pattern;
  SalonJsonIter iter;
  gint64 context;

  entry.name = salon_json_as_string (salon_json_get_member (model, "name"));
  if (salon_json_as_int64 (salon_json_get_member (model, "context"), &context) && context > 0)
    entry.facts.context_window = context;
  entry.facts.input_price = read_price (prices, 0);
  entry.facts.output_price = read_price (prices, 1);
  entry.facts.cached_price = read_price (prices, 2);
  entry.facts.cache_write_price = read_price (prices, 3);
  salon_json_iter_init (&iter, salon_json_get_member (model, "match"));
  while (salon_json_iter_next (&iter, NULL, &pattern))
    add_entry (self->models, pattern, &entry);
}

static void
read_vendor (SalonLlmCatalog *self,
             const SalonJson *vendor)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  const SalonJson *value;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (vendor, "hosts"));
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      if (salon_json_as_string (value) != NULL)
        g_strv_builder_add (hosts, salon_json_as_string (value));
    }
  g_ptr_array_add (self->vendors, g_strv_builder_end (hosts));
  salon_json_iter_init (&iter, salon_json_get_member (vendor, "models"));
  while (salon_json_iter_next (&iter, NULL, &value))
    read_model (self, value, self->vendors->len - 1);
}

static void
read_family (SalonLlmCatalog *self,
             const SalonJson *family)
{
  static const struct
  {
    const char *name;
    SalonLlmAbilities ability;
  } abilities[] = {
    { "tools", SALON_LLM_ABILITY_TOOLS },
    { "images", SALON_LLM_ABILITY_IMAGES },
    { "documents", SALON_LLM_ABILITY_DOCUMENTS },
    { "audio", SALON_LLM_ABILITY_AUDIO },
    { "reasoning", SALON_LLM_ABILITY_REASONING },
  };
  Entry entry = { .facts = SALON_LLM_MODEL_FACTS_UNKNOWN };
  const SalonJson *can = salon_json_get_member (family, "can");
  const SalonJson *value;
  SalonJsonIter iter;
  gint64 output;

  if (salon_json_as_int64 (salon_json_get_member (family, "output"), &output) && output > 0)
    {
      entry.facts.output_limit = output;
      add_entry (self->limits, salon_json_get_member (family, "match"), &entry);
    }
  if (!salon_json_is_array (can))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    entry.facts.known_abilities |= abilities[i].ability;
  salon_json_iter_init (&iter, can);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
        {
          if (g_strcmp0 (salon_json_as_string (value), abilities[i].name) == 0)
            entry.facts.abilities |= abilities[i].ability;
        }
    }
  add_entry (self->families, salon_json_get_member (family, "match"), &entry);
}

/**
 * salon_llm_catalog_new:
 * @json: the content of a file of facts; copied
 * @error: return location for an error
 *
 * What does not have the right form in it is left out.
 *
 * Returns: (transfer full): a catalog, or %NULL with an error when there is no date in the file
 */
SalonLlmCatalog *
salon_llm_catalog_new (const SalonJson  *json,
                       GError          **error)
{
  g_autoptr (SalonLlmCatalog) self = g_new0 (SalonLlmCatalog, 1);
  const SalonJson *root;
  const SalonJson *value;
  SalonJsonIter iter;

  g_atomic_ref_count_init (&self->ref_count);
  self->json = salon_json_document_copy (json);
  self->vendors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->models = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->families = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->limits = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->models, entry_clear);
  g_array_set_clear_func (self->limits, entry_clear);
  g_array_set_clear_func (self->families, entry_clear);

  root = salon_json_document_get_root (self->json);
  if (!salon_json_read_string (root, "date", SALON_JSON_REQUIRED, &self->date, error))
    return NULL;
  salon_json_iter_init (&iter, salon_json_get_member (root, "vendors"));
  while (salon_json_iter_next (&iter, NULL, &value))
    read_vendor (self, value);
  salon_json_iter_init (&iter, salon_json_get_member (root, "families"));
  while (salon_json_iter_next (&iter, NULL, &value))
    read_family (self, value);
  return g_steal_pointer (&self);
}

/**
 * salon_llm_catalog_get_default:
 *
 * The catalog that comes with Salon, read when it is first asked for.
 *
 * Returns: (transfer none): the catalog
 */
SalonLlmCatalog *
salon_llm_catalog_get_default (void)
{
  static SalonLlmCatalog *catalog = NULL;

  if (g_once_init_enter_pointer (&catalog))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
        g_resource_lookup_data (salon_llm_get_resource (), RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                &error);
      g_autoptr (SalonJsonDocument) document =
        bytes != NULL ? salon_json_document_parse_bytes (bytes, NULL, &error) : NULL;
      SalonLlmCatalog *made =
        document != NULL ? salon_llm_catalog_new (salon_json_document_get_root (document), &error)
                         : NULL;

      if (made == NULL)
        g_error ("The facts about models are not as they were built: %s", error->message);
      g_once_init_leave_pointer (&catalog, made);
    }
  return catalog;
}

/**
 * salon_llm_catalog_ref:
 * @self: a catalog
 *
 * Returns: (transfer full): @self
 */
SalonLlmCatalog *
salon_llm_catalog_ref (SalonLlmCatalog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_catalog_unref:
 * @self: (transfer full): a catalog
 *
 * Gives a reference back.
 */
void
salon_llm_catalog_unref (SalonLlmCatalog *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->json, salon_json_document_unref);
  g_ptr_array_unref (self->vendors);
  g_array_unref (self->models);
  g_array_unref (self->families);
  g_array_unref (self->limits);
  g_free (self);
}

/**
 * salon_llm_catalog_get_date:
 * @self: a catalog
 *
 * Returns: (transfer none): the day it is from, like 2026-09-23
 */
const char *
salon_llm_catalog_get_date (SalonLlmCatalog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->date;
}

/* --- looking up ---------------------------------------------------------------------------- */

static gboolean
is_vendor (SalonLlmCatalog *self,
           guint            vendor,
           const char      *host)
{
  return host != NULL &&
         g_strv_contains ((const char * const *) g_ptr_array_index (self->vendors, vendor), host);
}

/* @host: nullable: only models of the vendor that lives there */
static const Entry *
find (SalonLlmCatalog *self,
      GArray          *entries,
      const char      *id,
      const char      *host)
{
  const Entry *best = NULL;
  gsize length = strlen (id);

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if ((host != NULL && !is_vendor (self, entry->vendor, host)) ||
          (best != NULL && entry->weight <= best->weight))
        continue;
      /* No name matches what is longer than it. */
      if (entry->weight <= length && g_pattern_spec_match (entry->spec, length, id, NULL))
        best = entry;
    }
  return best;
}

static void
take_price (double *price,
            double  known)
{
  if (isnan (*price))
    *price = known;
}

/**
 * salon_llm_catalog_complete:
 * @self: a catalog
 * @base_url: the address of the provider that offers the model
 * @model: a model, with what the provider itself says about it
 *
 * Adds what is known about a model and its provider did not say. Prices are the vendor's own:
 * the same model at another address costs something else, or nothing.
 *
 * Returns: (transfer full): the model with all that is known
 */
SalonLlmModel *
salon_llm_catalog_complete (SalonLlmCatalog *self,
                            const char      *base_url,
                            SalonLlmModel   *model)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *id = NULL;
  SalonLlmModelFacts facts;
  SalonLlmAbilities unknown;
  const char *name;
  const char *tail;
  const char *host;
  const Entry *own;
  const Entry *any;
  const Entry *family;
  const Entry *limit;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (model != NULL, NULL);

  uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  id = g_ascii_strdown (salon_llm_model_get_id (model), -1);
  /* “anthropic/claude…” at a broker, “models/gemini…” at Google, “qwen3:8b” at Ollama. */
  tail = strrchr (id, '/') != NULL ? strrchr (id, '/') + 1 : id;
  facts = *salon_llm_model_get_facts (model);
  own = host != NULL ? find (self, self->models, id, host) : NULL;
  if (own == NULL && host != NULL)
    own = find (self, self->models, tail, host);
  any = own != NULL ? own : find (self, self->models, tail, NULL);
  family = find (self, self->families, tail, NULL);
  limit = find (self, self->limits, tail, NULL);

  if (own != NULL)
    {
      take_price (&facts.input_price, own->facts.input_price);
      take_price (&facts.output_price, own->facts.output_price);
      take_price (&facts.cached_price, own->facts.cached_price);
      take_price (&facts.cache_write_price, own->facts.cache_write_price);
    }
  /* A local server decides itself how much of a model's window it gives. */
  if (facts.context_window == 0 && own != NULL)
    facts.context_window = own->facts.context_window;
  if (family != NULL)
    {
      unknown = family->facts.known_abilities & ~facts.known_abilities;
      facts.abilities |= family->facts.abilities & unknown;
      facts.known_abilities |= unknown;
    }
  if (facts.output_limit == 0 && limit != NULL)
    facts.output_limit = limit->facts.output_limit;

  name = salon_llm_model_get_name (model);
  if (g_str_equal (name, salon_llm_model_get_id (model)) && any != NULL && any->name != NULL &&
      strchr (any->pattern, '*') == NULL)
    name = any->name;
  return salon_llm_model_new_with_facts (salon_llm_model_get_id (model), name, &facts);
}
