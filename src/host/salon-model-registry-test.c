/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "salon-llm-error.h"

#include "salon-model-provider-private.h"
#include "salon-model-registry-private.h"

/* Finding out whether a provider can be used, and what is wrong when it cannot. */

/* Models that think use some of it before they say a word. */
#define REPLY_LIMIT 64

typedef struct
{
  SalonModelRegistry *self;
  SalonModelProvider *provider;
  gboolean is_row;  /* of the registry: people see its state */
} Test;

static Test *
test_new (SalonModelRegistry *self,
          SalonModelProvider *provider,
          gboolean            is_row)
{
  Test *test = g_new0 (Test, 1);

  test->self = g_object_ref (self);
  test->provider = g_object_ref (provider);
  test->is_row = is_row;

  return test;
}

static void
test_free (gpointer data)
{
  Test *test = data;

  g_object_unref (test->self);
  g_object_unref (test->provider);
  g_free (test);
}

/* The model that the user means to use, as far as that can be known. */
static char *
dup_wanted_model (Test *test)
{
  SalonModelProviderConfig *config = salon_model_provider_get_config (test->provider);
  const char * const *written = salon_model_provider_config_get_models (config);
  const char * const *favorites = salon_model_provider_config_get_favorites (config);
  g_autofree char *provider_id = NULL;
  g_autofree char *model_id = NULL;

  if (salon_model_split_reference (test->self->default_model, &provider_id, &model_id) &&
      g_str_equal (provider_id, salon_model_provider_config_get_id (config)))
    return g_steal_pointer (&model_id);
  if (written != NULL && written[0] != NULL)
    return g_strdup (written[0]);
  if (favorites != NULL && favorites[0] != NULL)
    return g_strdup (favorites[0]);

  return NULL;
}

static gboolean
lists_model (GPtrArray  *listed,
             const char *id)
{
  for (guint i = 0; i < listed->len; i++)
    {
      if (g_str_equal (salon_llm_model_get_id (g_ptr_array_index (listed, i)), id))
        return TRUE;
    }

  return FALSE;
}

static void
on_event_cb (const SalonLlmEvent *event,
             gpointer             user_data)
{
  /* That there is an answer is all that counts. */
}

/* In a fiber. */
static gboolean
ask (SalonLlmProvider  *connection,
     const char        *model,
     GError           **error)
{
  g_autoptr(SalonLlmRequest) request = salon_llm_request_new (model);
  g_autoptr(SalonLlmMessage) message = salon_llm_message_new (SALON_LLM_ROLE_USER);
  g_autoptr(SalonLlmPart) part = salon_llm_part_new_text ("Say “OK” and nothing else.");

  salon_llm_message_add_part (message, part);
  salon_llm_request_add_message (request, message);
  salon_llm_request_set_max_tokens (request, REPLY_LIMIT);

  return dex_await (salon_llm_provider_stream (connection, request, on_event_cb, NULL, NULL),
                    error);
}

/* In a fiber. Some services list their models to anybody: then the list says nothing of the key. */
static gboolean
lists_to_anybody (Test *test)
{
  g_autoptr(SalonModelProviderConfig) config =
    salon_model_provider_config_copy (salon_model_provider_get_config (test->provider));
  const char *base_url = salon_model_provider_config_get_base_url (config);
  g_autoptr(SalonModelProvider) stranger = NULL;
  g_autoptr(SalonLlmProvider) connection = NULL;
  g_autoptr(GPtrArray) listed = NULL;

  /* A program on this computer would have to load a model for nothing. */
  if (!salon_model_provider_has_key (test->provider) || salon_model_registry_is_local (base_url))
    return FALSE;

  salon_model_provider_config_set_api_key (config, NULL);
  salon_model_provider_config_seal (config);
  stranger = salon_model_provider_new (config);
  connection = salon_model_registry_connect (test->self, stranger, NULL);
  if (connection == NULL)
    return FALSE;
  listed = dex_await_boxed (salon_llm_provider_list_models (connection), NULL);

  return listed != NULL && listed->len > 0;
}

/* What would cost least to ask: somebody pays for the answer. */
static const char *
get_cheapest (SalonModelProvider *provider)
{
  GListModel *models = salon_model_provider_get_models (provider);
  const char *cheapest = NULL;
  double least = INFINITY;

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(SalonModel) model = g_list_model_get_item (models, i);
      const SalonLlmModelFacts *facts = salon_model_get_facts (model);

      if (cheapest == NULL || facts->output_price < least)
        cheapest = salon_model_get_id (model);
      if (facts->output_price < least)
        least = facts->output_price;
    }

  return cheapest;
}

static DexFuture *
succeed (Test       *test,
         const char *sentence)
{
  if (test->is_row)
    salon_model_provider_set_state (test->provider, SALON_MODEL_PROVIDER_READY, sentence);

  return dex_future_new_for_string (sentence);
}

static DexFuture *
fail (Test   *test,
      GError *error)
{
  if (test->is_row && (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                       g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED)))
    salon_model_provider_set_state (test->provider, SALON_MODEL_PROVIDER_UNKNOWN,
                                    _("Not asked yet."));
  else if (test->is_row)
    salon_model_provider_set_state (test->provider, SALON_MODEL_PROVIDER_FAILED, error->message);

  return dex_future_new_for_error (error);
}

static gboolean
is_about_the_key (const GError *error)
{
  return g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_AUTHENTICATION) ||
         g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_QUOTA);
}

/* In a fiber. */
static DexFuture *
test_model (Test             *test,
            SalonLlmProvider *connection,
            const char       *model)
{
  g_autofree char *sentence = NULL;
  GError *error = NULL;

  if (!ask (connection, model, &error))
    return fail (test, error);

  sentence = g_strdup_printf (_("“%s” answers; it is not in the list of models."), model);

  return succeed (test, sentence);
}

/* In a fiber. */
static DexFuture *
test_key (Test             *test,
          SalonLlmProvider *connection,
          const char       *model)
{
  g_autoptr(GError) error = NULL;

  if (model != NULL && !ask (connection, model, &error) && is_about_the_key (error))
    return fail (test, g_steal_pointer (&error));

  return succeed (test, salon_model_provider_get_status (test->provider));
}

static DexFuture *
test_fiber (gpointer user_data)
{
  Test *test = user_data;
  g_autoptr(SalonLlmProvider) connection = NULL;
  g_autoptr(GPtrArray) listed = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr(GError) error = NULL;

  if (salon_model_provider_is_built_in (test->provider))
    return dex_future_new_for_string (salon_model_provider_get_status (test->provider));

  if (test->is_row)
    salon_model_provider_set_state (test->provider, SALON_MODEL_PROVIDER_CHECKING, _("Asking…"));
  connection = salon_model_registry_connect (test->self, test->provider, &error);
  if (connection == NULL)
    return fail (test, g_steal_pointer (&error));

  wanted = dup_wanted_model (test);
  listed = dex_await_boxed (salon_llm_provider_list_models (connection), &error);
  if (listed == NULL)
    {
      /* Not every server has a list: one that has the model is as good. */
      if (wanted != NULL && g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_NOT_FOUND))
        return test_model (test, connection, wanted);
      return fail (test, g_steal_pointer (&error));
    }

  salon_model_registry_take_listed (test->provider, listed);
  if (test->is_row)
    salon_model_registry_update_default (test->self);
  if (wanted != NULL && !lists_model (listed, wanted))
    return test_model (test, connection, wanted);
  if (lists_to_anybody (test))
    return test_key (test, connection, wanted != NULL ? wanted : get_cheapest (test->provider));

  return succeed (test, salon_model_provider_get_status (test->provider));
}

/**
 * salon_model_registry_test_provider:
 * @self: a registry
 * @id: a provider's id
 *
 * Finds out whether a provider can be used: asks for its models and, where the list of them does
 * not tell, one model for a word. Its row follows.
 *
 * Returns: (transfer full): a future of a sentence, a string, when it can; rejected as
 *   salon_model_registry_list_models()
 */
DexFuture *
salon_model_registry_test_provider (SalonModelRegistry *self,
                                    const char         *id)
{
  SalonModelProvider *provider;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  provider = salon_model_registry_find (self, id);
  if (provider == NULL)
    return salon_model_registry_reject_unknown (id);

  return dex_scheduler_spawn (NULL, 0, test_fiber, test_new (self, provider, TRUE), test_free);
}

/**
 * salon_model_registry_test_config:
 * @self: a registry
 * @config: an entry that need not be in models.json
 * @api_key: (nullable): its key; %NULL: the one of @config; the empty string: none
 *
 * As salon_model_registry_test_provider(), for a provider that is not kept yet. Nothing is stored.
 *
 * Returns: (transfer full): as salon_model_registry_test_provider()
 */
DexFuture *
salon_model_registry_test_config (SalonModelRegistry       *self,
                                  SalonModelProviderConfig *config,
                                  const char               *api_key)
{
  g_autoptr(SalonModelProviderConfig) copy = NULL;
  g_autoptr(SalonModelProvider) provider = NULL;
  GError *error = NULL;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (SALON_IS_MODEL_PROVIDER_CONFIG (config), NULL);

  if (!salon_model_provider_config_check (config, &error))
    return dex_future_new_for_error (error);

  copy = salon_model_provider_config_copy (config);
  if (api_key != NULL)
    salon_model_provider_config_set_api_key (copy, *api_key != '\0' ? api_key : NULL);
  salon_model_provider_config_seal (copy);
  provider = salon_model_provider_new (copy);

  return dex_scheduler_spawn (NULL, 0, test_fiber, test_new (self, provider, FALSE), test_free);
}
