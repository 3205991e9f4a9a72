/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-written-model.h"

#include <glib/gi18n.h>
#include <math.h>

#include "salon-host-error.h"

struct _SalonWrittenModel
{
  gatomicrefcount ref_count;

  char *id;
  char *name;                  /* nullable */
  SalonLlmModelFacts facts;
  SalonJsonDocument *original; /* the object it was read from; NULL: it was just an id */
};

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

/**
 * salon_written_model_new:
 * @id: what the provider calls it
 *
 * Returns: (transfer full): a model without facts
 */
SalonWrittenModel *
salon_written_model_new (const char *id)
{
  SalonWrittenModel *self = g_new0 (SalonWrittenModel, 1);

  g_assert (id != NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->facts = SALON_LLM_MODEL_FACTS_UNKNOWN;

  return self;
}

/**
 * salon_written_model_ref:
 * @self: a model
 *
 * Returns: (transfer full): @self
 */
SalonWrittenModel *
salon_written_model_ref (SalonWrittenModel *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * salon_written_model_unref:
 * @self: (transfer full): a model
 *
 * Gives a reference back.
 */
void
salon_written_model_unref (SalonWrittenModel *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->original, salon_json_document_unref);
  g_free (self);
}

/**
 * salon_written_model_get_id:
 * @self: a model
 *
 * Returns: (transfer none): what the provider calls it
 */
const char *
salon_written_model_get_id (SalonWrittenModel *self)
{
  return self->id;
}

static void
take_number (double *fact,
             double  written)
{
  if (!isnan (written))
    *fact = written;
}

/**
 * salon_written_model_complete:
 * @self: what the user wrote
 * @listed: (nullable): what the provider says of the model
 *
 * Returns: (transfer full): the model; what the user wrote counts more
 */
SalonLlmModel *
salon_written_model_complete (SalonWrittenModel *self,
                              SalonLlmModel     *listed)
{
  SalonLlmModelFacts facts = SALON_LLM_MODEL_FACTS_UNKNOWN;
  const char *name = self->name;

  if (listed != NULL)
    {
      facts = *salon_llm_model_get_facts (listed);
      if (name == NULL)
        name = salon_llm_model_get_name (listed);
    }
  if (self->facts.context_window > 0)
    facts.context_window = self->facts.context_window;
  if (self->facts.output_limit > 0)
    facts.output_limit = self->facts.output_limit;
  facts.abilities = (facts.abilities & ~self->facts.known_abilities) | self->facts.abilities;
  facts.known_abilities |= self->facts.known_abilities;
  take_number (&facts.input_price, self->facts.input_price);
  take_number (&facts.output_price, self->facts.output_price);
  take_number (&facts.cached_price, self->facts.cached_price);
  take_number (&facts.cache_write_price, self->facts.cache_write_price);

  return salon_llm_model_new_with_facts (self->id, name, &facts);
}

/* --- reading ------------------------------------------------------------------------------ */

static gboolean
fail (GError     **error,
      const char  *path,
      const char  *key,
      const char  *wanted)
{
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
               _("“%s.%s” has to be %s."), path, key, wanted);

  return FALSE;
}

static gboolean
read_tokens (const SalonJson  *object,
             const char       *path,
             const char       *key,
             gint64           *tokens,
             GError          **error)
{
  const SalonJson *value = salon_json_get_member (object, key);

  if (value == NULL)
    return TRUE;
  if (!salon_json_as_int64 (value, tokens) || *tokens <= 0 || *tokens > G_MAXINT)
    return fail (error, path, key, _("a number of tokens"));

  return TRUE;
}

static gboolean
read_price (const SalonJson  *object,
            const char       *path,
            const char       *key,
            double           *price,
            GError          **error)
{
  const SalonJson *value = salon_json_get_member (object, key);

  if (value == NULL)
    return TRUE;
  if (!salon_json_as_double (value, price) || !isfinite (*price) || *price < 0)
    return fail (error, path, key, _("a number of US dollars for a million tokens"));

  return TRUE;
}

static gboolean
read_abilities (const SalonJson     *object,
                const char          *path,
                SalonLlmModelFacts  *facts,
                GError             **error)
{
  const char *wanted =
    _("a list of “tools”, “images”, “documents”, “audio” and “reasoning”, as far as it can");
  const SalonJson *list = salon_json_get_member (object, "abilities");
  const SalonJson *value;
  SalonJsonIter iter;

  if (list == NULL)
    return TRUE;
  if (!salon_json_is_array (list))
    return fail (error, path, "abilities", wanted);

  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      gboolean known = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
        {
          if (g_strcmp0 (salon_json_as_string (value), abilities[i].name) != 0)
            continue;
          facts->abilities |= abilities[i].ability;
          known = TRUE;
        }
      if (!known)
        return fail (error, path, "abilities", wanted);
    }
  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    facts->known_abilities |= abilities[i].ability;

  return TRUE;
}

static SalonWrittenModel *
read_model (const SalonJson  *value,
            const char       *path,
            GError          **error)
{
  g_autoptr(SalonWrittenModel) self = NULL;
  const char *id = salon_json_as_string (value);
  const SalonJson *name;

  if (id == NULL)
    id = salon_json_as_string (salon_json_get_member (value, "id"));
  if (id == NULL || *id == '\0')
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("“%s” has to be the id of a model, or an object with an “id”."), path);
      return NULL;
    }

  self = salon_written_model_new (id);
  if (!salon_json_is_object (value))
    return g_steal_pointer (&self);

  self->original = salon_json_document_copy (value);
  name = salon_json_get_member (value, "name");
  self->name = g_strdup (salon_json_as_string (name));
  if (name != NULL && self->name == NULL)
    {
      fail (error, path, "name", _("a string"));
      return NULL;
    }
  if (!read_tokens (value, path, "contextWindow", &self->facts.context_window, error) ||
      !read_tokens (value, path, "outputLimit", &self->facts.output_limit, error) ||
      !read_price (value, path, "inputPrice", &self->facts.input_price, error) ||
      !read_price (value, path, "outputPrice", &self->facts.output_price, error) ||
      !read_price (value, path, "cachedPrice", &self->facts.cached_price, error) ||
      !read_price (value, path, "cacheWritePrice", &self->facts.cache_write_price, error) ||
      !read_abilities (value, path, &self->facts, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * salon_written_models_read:
 * @entry: an entry of models.json
 * @name: the key of the list
 * @models: (out) (transfer full) (nullable) (element-type SalonWrittenModel): the models; %NULL
 *   when there is no list
 * @error: where to say what is wrong
 *
 * Returns: %FALSE when the list has a mistake in it
 */
gboolean
salon_written_models_read (const SalonJson  *entry,
                           const char       *name,
                           GPtrArray       **models,
                           GError          **error)
{
  const SalonJson *list = salon_json_get_member (entry, name);
  g_autoptr(GPtrArray) read = NULL;
  const SalonJson *value;
  SalonJsonIter iter;

  if (salon_json_get_kind (list) == SALON_JSON_NULL)
    return TRUE;
  if (!salon_json_is_array (list))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("“%s” has to be an array, not %s."), name,
                   salon_json_kind_to_string (salon_json_get_kind (list)));
      return FALSE;
    }

  read = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_written_model_unref);
  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &value))
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", name, read->len);
      g_autoptr(SalonWrittenModel) model = read_model (value, path, error);

      if (model == NULL)
        return FALSE;
      /* Said twice it is one model. */
      if (salon_written_models_find (read, model->id) == NULL)
        g_ptr_array_add (read, g_steal_pointer (&model));
    }
  *models = g_steal_pointer (&read);

  return TRUE;
}

/* --- writing ------------------------------------------------------------------------------ */

/**
 * salon_written_models_write:
 * @models: (element-type SalonWrittenModel): models
 * @writer: where to write
 * @name: the key of the list
 *
 * Adds the list; each model looks as it did when it was read.
 */
void
salon_written_models_write (GPtrArray       *models,
                            SalonJsonWriter *writer,
                            const char      *name)
{
  salon_json_writer_begin_array (writer, name);
  for (guint i = 0; i < models->len; i++)
    {
      SalonWrittenModel *model = g_ptr_array_index (models, i);

      if (model->original != NULL)
        salon_json_writer_add_value (writer, NULL, salon_json_document_get_root (model->original));
      else
        salon_json_writer_add_string (writer, NULL, model->id);
    }
  salon_json_writer_end_array (writer);
}

static gboolean
equal_prices (double a,
              double b)
{
  return (isnan (a) && isnan (b)) || a == b;
}

static gboolean
salon_written_model_equal (SalonWrittenModel *a,
                           SalonWrittenModel *b)
{
  return g_str_equal (a->id, b->id) &&
         g_strcmp0 (a->name, b->name) == 0 &&
         a->facts.context_window == b->facts.context_window &&
         a->facts.output_limit == b->facts.output_limit &&
         a->facts.abilities == b->facts.abilities &&
         a->facts.known_abilities == b->facts.known_abilities &&
         equal_prices (a->facts.input_price, b->facts.input_price) &&
         equal_prices (a->facts.output_price, b->facts.output_price) &&
         equal_prices (a->facts.cached_price, b->facts.cached_price) &&
         equal_prices (a->facts.cache_write_price, b->facts.cache_write_price);
}

/**
 * salon_written_models_equal:
 * @models: (nullable) (element-type SalonWrittenModel): models
 * @others: (nullable) (element-type SalonWrittenModel): other ones
 *
 * Returns: whether both say the same; none is the same as an empty list
 */
gboolean
salon_written_models_equal (GPtrArray *models,
                            GPtrArray *others)
{
  guint n_models = models != NULL ? models->len : 0;
  guint n_others = others != NULL ? others->len : 0;

  if (n_models != n_others)
    return FALSE;
  for (guint i = 0; i < n_models; i++)
    {
      if (!salon_written_model_equal (g_ptr_array_index (models, i),
                                      g_ptr_array_index (others, i)))
        return FALSE;
    }

  return TRUE;
}

/**
 * salon_written_models_find:
 * @models: (nullable) (element-type SalonWrittenModel): models
 * @id: what the provider calls a model
 *
 * Returns: (transfer none) (nullable): it
 */
SalonWrittenModel *
salon_written_models_find (GPtrArray  *models,
                           const char *id)
{
  for (guint i = 0; models != NULL && i < models->len; i++)
    {
      SalonWrittenModel *model = g_ptr_array_index (models, i);

      if (g_str_equal (model->id, id))
        return model;
    }

  return NULL;
}
