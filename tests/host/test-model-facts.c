/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <libsoup/soup.h>

#include "host-test.h"
#include "salon-host-error.h"
#include "salon-llm-catalog.h"
#include "salon-llm-error.h"
#include "salon-model-registry.h"
#include "salon-written-model.h"

/* What is known about models, which of them are offered, and whether a provider can be used. */

typedef struct
{
  char *path;
  SoupServer *server;
  char *base_url;
  guint port;
  SalonModelRegistry *registry;

  gboolean public_list;  /* shown to anybody */
  gboolean no_list;
  gboolean web_page;
  guint n_asked;
} Fixture;

static gboolean
has_key (SoupServerMessage *message,
         GHashTable        *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return g_strcmp0 (soup_message_headers_get_one (headers, "Authorization"), "Bearer right") == 0 ||
         g_strcmp0 (soup_message_headers_get_one (headers, "x-api-key"), "right") == 0 ||
         g_strcmp0 (soup_message_headers_get_one (headers, "x-goog-api-key"), "right") == 0;
}

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *type,
        const char        *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Fixture *fixture = user_data;
  gboolean is_list = g_str_has_suffix (path, "/models");

  if (fixture->web_page)
    answer (message, SOUP_STATUS_OK, "text/html", "<!doctype html><title>Hello</title>");
  else if (!g_str_has_prefix (path, "/v1/") || (is_list && fixture->no_list))
    answer (message, SOUP_STATUS_NOT_FOUND, "application/json", "{\"error\":{\"message\":\"no\"}}");
  else if (!has_key (message, query) && !(is_list && fixture->public_list))
    answer (message, SOUP_STATUS_UNAUTHORIZED, "application/json",
            "{\"error\":{\"message\":\"invalid key\"}}");
  else if (is_list)
    answer (message, SOUP_STATUS_OK, "application/json",
            "{\"object\":\"list\","
            "\"data\":[{\"id\":\"one\"},{\"id\":\"two\",\"context_length\":9000},{\"id\":\"one\"}],"
            "\"models\":[{\"name\":\"models/one\",\"supportedGenerationMethods\":"
            "[\"generateContent\"]}]}");
  else
    {
      fixture->n_asked++;
      answer (message, SOUP_STATUS_OK, "text/event-stream",
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"OK\"},"
              "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = host_test_make_folder ();
  g_autoptr(SalonHttpClient) http_client = salon_http_client_new ();
  g_autoptr(SalonSecrets) secrets = salon_secrets_new_in_memory ();
  g_autoptr(SalonModelsFile) file = NULL;
  g_autoptr(GError) error = NULL;
  GSList *uris;

  fixture->path = g_build_filename (folder, "models.json", NULL);
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_request, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->port = (guint) g_uri_get_port (uris->data);
  fixture->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", fixture->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  file = salon_models_file_new (fixture->path);
  fixture->registry = salon_model_registry_new (file, secrets, http_client, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  host_test_settle ();
  g_assert_finalize_object (fixture->registry);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  host_test_settle ();
  g_free (fixture->base_url);
  g_free (fixture->path);
}

static void
open_with (Fixture    *fixture,
           const char *format,
           ...)
{
  g_autofree char *json = NULL;
  va_list arguments;

  va_start (arguments, format);
  json = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  host_test_write (fixture->path, json);
  host_test_await (salon_model_registry_open (fixture->registry));
  g_assert_null (salon_model_registry_get_problem (fixture->registry));
}

static char *
dup_ids (GListModel *models)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(SalonModel) model = g_list_model_get_item (models, i);

      g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", salon_model_get_id (model));
    }

  return g_string_free (ids, FALSE);
}

static SalonModelProviderConfig *
dup_config (Fixture    *fixture,
            const char *id)
{
  return salon_model_provider_config_copy (
    salon_model_provider_get_config (salon_model_registry_find (fixture->registry, id)));
}

/* --- facts -------------------------------------------------------------------------------- */

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  const SalonLlmModelFacts *facts;
  g_autoptr(SalonLlmModel) mine = NULL;
  g_autoptr(SalonLlmModel) known = NULL;
  g_autoptr(SalonLlmModel) listed = NULL;
  g_autoptr(SalonLlmModel) nobody = NULL;
  g_autofree char *title = NULL;

  open_with (fixture, "{\"providers\":{"
             "\"anthropic\":{\"kind\":\"anthropic\",\"baseUrl\":\"https://api.anthropic.com/v1\","
             "\"models\":[\"claude-opus-4-5\",{\"id\":\"claude-haiku-4-5\",\"name\":\"Mine\","
             "\"contextWindow\":1234,\"outputLimit\":99,\"inputPrice\":0.5,"
             "\"abilities\":[\"tools\"]}]},"
             "\"local\":{\"baseUrl\":\"%s\",\"apiKey\":\"right\",\"models\":"
             "[{\"id\":\"two\",\"outputPrice\":0}]}}}", fixture->base_url);

  /* The catalog knows it before anybody was asked. */
  known = salon_model_registry_dup_facts (fixture->registry, "anthropic/claude-opus-4-5");
  facts = salon_llm_model_get_facts (known);
  g_assert_cmpint (facts->context_window, ==, 200000);
  g_assert_cmpfloat (facts->input_price, ==, 5);
  g_assert_true (salon_llm_model_can (known, SALON_LLM_ABILITY_IMAGES));

  /* What the user wrote counts more, the rest is the catalog's. */
  mine = salon_model_registry_dup_facts (fixture->registry, "anthropic/claude-haiku-4-5");
  facts = salon_llm_model_get_facts (mine);
  g_assert_cmpstr (salon_llm_model_get_name (mine), ==, "Mine");
  g_assert_cmpint (facts->context_window, ==, 1234);
  g_assert_cmpint (facts->output_limit, ==, 99);
  g_assert_cmpfloat (facts->input_price, ==, 0.5);
  g_assert_cmpfloat (facts->output_price, ==, 5);
  g_assert_true (salon_llm_model_can (mine, SALON_LLM_ABILITY_TOOLS));
  g_assert_true (salon_llm_model_cannot (mine, SALON_LLM_ABILITY_IMAGES));
  title = salon_model_registry_dup_model_title (fixture->registry, "anthropic/claude-haiku-4-5");
  g_assert_cmpstr (title, ==, "Mine");

  /* What the provider says comes in with its list; what is listed twice is one model. */
  g_object_unref (host_test_await_object (salon_model_registry_list_models (fixture->registry,
                                                                            "local")));
  listed = salon_model_registry_dup_facts (fixture->registry, "local/two");
  facts = salon_llm_model_get_facts (listed);
  g_assert_cmpint (facts->context_window, ==, 9000);
  g_assert_cmpfloat (facts->output_price, ==, 0);
  g_assert_true (isnan (facts->input_price));
  g_assert_cmpuint (g_list_model_get_n_items (salon_model_provider_get_models (
                      salon_model_registry_find (fixture->registry, "local"))), ==, 2);

  nobody = salon_model_registry_dup_facts (fixture->registry, "nobody/knows");
  g_assert_cmpint (salon_llm_model_get_context_window (nobody), ==, 0);
  g_assert_null (salon_model_registry_dup_facts (fixture->registry, "nonsense"));
  g_assert_null (salon_model_registry_dup_facts (fixture->registry, NULL));
}

static void
test_facts_are_written (Fixture       *fixture,
                        gconstpointer  data)
{
  static const char * const ids[] = { "b", "new", NULL };
  g_autoptr(SalonModelProviderConfig) config = NULL;
  g_autofree char *contents = NULL;

  open_with (fixture, "{\"providers\":{\"acme\":{\"baseUrl\":\"%s\",\"models\":[\"a\","
             "{\"id\":\"b\",\"x-note\":7,\"outputLimit\":5}]}}}", fixture->base_url);
  config = dup_config (fixture, "acme");
  salon_model_provider_config_set_models (config, ids);
  host_test_await (salon_model_registry_update_provider (fixture->registry, "acme", config, NULL));
  contents = host_test_read (fixture->path);
  host_test_assert_contains (contents, "\"x-note\": 7");
  host_test_assert_contains (contents, "\"outputLimit\": 5");
  host_test_assert_contains (contents, "\"new\"");
  g_assert_null (strstr (contents, "\"a\""));
}

static void
test_mistakes (void)
{
  static const struct { const char *models; const char *problem; } cases[] = {
    { "[\"a\",{\"id\":\"b\",\"contextWindow\":1,\"abilities\":[]}]", NULL },
    { "null", NULL },
    { "{}", "“models” has to be an array, not an object." },
    { "[5]", "“models[0]” has to be the id of a model, or an object with an “id”." },
    { "[\"a\",{\"name\":\"x\"}]", "“models[1]” has to be the id of a model" },
    { "[{\"id\":\"a\",\"name\":5}]", "“models[0].name” has to be a string." },
    { "[{\"id\":\"a\",\"contextWindow\":-1}]", "“models[0].contextWindow” has to be a number of" },
    { "[{\"id\":\"a\",\"outputLimit\":1.5}]", "“models[0].outputLimit” has to be a number of" },
    { "[{\"id\":\"a\",\"inputPrice\":\"1\"}]", "“models[0].inputPrice” has to be a number of US" },
    { "[{\"id\":\"a\",\"outputPrice\":-2}]", "“models[0].outputPrice” has to be a number of US" },
    { "[{\"id\":\"a\",\"abilities\":[\"flying\"]}]", "“models[0].abilities” has to be a list of" },
    { "[{\"id\":\"a\",\"abilities\":\"tools\"}]", "“models[0].abilities” has to be a list of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"baseUrl\":\"https://h/v1\",\"models\":%s}",
                                               cases[i].models);
      g_autoptr(SalonJsonDocument) document = salon_json_document_parse (text, -1, NULL, NULL);
      g_autoptr(SalonModelProviderConfig) config =
        salon_model_provider_config_new_from_json ("acme", salon_json_document_get_root (document));
      const char *problem = salon_model_provider_config_get_problem (config);

      if (cases[i].problem == NULL)
        g_assert_cmpstr (problem, ==, NULL);
      else
        host_test_assert_contains (problem, cases[i].problem);
    }
}

/* --- what is offered ---------------------------------------------------------------------- */

static void
test_favorites (Fixture       *fixture,
                gconstpointer  data)
{
  static const char * const favorites[] = { "two", NULL };
  g_autoptr(SalonModelProviderConfig) config = NULL;
  g_autoptr(SalonModelProviderConfig) without = NULL;
  g_autoptr(SalonModel) model = NULL;
  SalonModelProvider *row;
  g_autofree char *at_first = NULL;
  g_autofree char *all = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *everything = NULL;
  g_autofree char *contents = NULL;

  open_with (fixture, "{\"providers\":{\"acme\":{\"baseUrl\":\"%s\","
             "\"apiKey\":\"${env:SALON_TEST_KEY}\",\"favorites\":[\"gone\",\"one\"]}}}",
             fixture->base_url);
  row = salon_model_registry_find (fixture->registry, "acme");
  at_first = dup_ids (salon_model_provider_get_offered (row));
  g_assert_cmpstr (at_first, ==, "gone one");

  g_object_unref (host_test_await_object (salon_model_registry_list_models (fixture->registry,
                                                                            "acme")));
  all = dup_ids (salon_model_provider_get_models (row));
  g_assert_cmpstr (all, ==, "one two");
  chosen = dup_ids (salon_model_provider_get_offered (row));
  g_assert_cmpstr (chosen, ==, "one");

  /* Another choice does not make the provider be asked again. */
  config = dup_config (fixture, "acme");
  salon_model_provider_config_set_favorites (config, favorites);
  host_test_await (salon_model_registry_update_provider (fixture->registry, "acme", config, NULL));
  g_assert_cmpint (salon_model_provider_get_state (row), ==, SALON_MODEL_PROVIDER_READY);
  g_assert_cmpuint (g_list_model_get_n_items (salon_model_provider_get_offered (row)), ==, 1);
  model = g_list_model_get_item (salon_model_provider_get_offered (row), 0);
  g_assert_cmpstr (salon_model_get_id (model), ==, "two");
  g_assert_true (salon_model_is_favorite (model));

  without = dup_config (fixture, "acme");
  salon_model_provider_config_set_favorites (without, NULL);
  host_test_await (salon_model_registry_update_provider (fixture->registry, "acme", without, NULL));
  everything = dup_ids (salon_model_provider_get_offered (row));
  g_assert_cmpstr (everything, ==, "one two");
  g_assert_false (salon_model_is_favorite (model));
  contents = host_test_read (fixture->path);
  g_assert_null (strstr (contents, "favorites"));
}

static void
test_small_model (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *contents = NULL;
  g_autofree char *later = NULL;
  g_autofree char *refused = NULL;

  open_with (fixture, "{\"x\":1,\"providers\":{\"acme\":{\"baseUrl\":\"%s\"}},"
             "\"defaultModel\":\"acme/one\"}", fixture->base_url);
  g_assert_false (salon_model_registry_has_small_model (fixture->registry));
  g_assert_cmpstr (salon_model_registry_get_small_model (fixture->registry), ==, "acme/one");

  host_test_await (salon_model_registry_set_small_model (fixture->registry, "acme/two"));
  g_assert_true (salon_model_registry_has_small_model (fixture->registry));
  g_assert_cmpstr (salon_model_registry_get_small_model (fixture->registry), ==, "acme/two");
  g_assert_cmpstr (salon_model_registry_get_default_model (fixture->registry), ==, "acme/one");
  contents = host_test_read (fixture->path);
  host_test_assert_contains (contents, "\"smallModel\": \"acme/two\"");
  host_test_assert_contains (contents, "\"x\": 1");

  host_test_await (salon_model_registry_set_small_model (fixture->registry, NULL));
  g_assert_cmpstr (salon_model_registry_get_small_model (fixture->registry), ==, "acme/one");
  later = host_test_read (fixture->path);
  g_assert_null (strstr (later, "smallModel"));
  host_test_assert_contains (later, "\"defaultModel\": \"acme/one\"");

  refused = host_test_await_error (
    salon_model_registry_set_small_model (fixture->registry, "acme"),
    SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL);
  host_test_assert_contains (refused, "“acme” does not name a model.");
}

/* --- testing ------------------------------------------------------------------------------ */

static char *
dup_refusal (Fixture    *fixture,
             const char *kind,
             const char *url,
             const char *key,
             int         code)
{
  g_autoptr(SalonModelProviderConfig) config = salon_model_provider_config_new ("new", kind);

  salon_model_provider_config_set_name (config, "Acme");
  salon_model_provider_config_set_base_url (config, url);

  return host_test_await_error (
    salon_model_registry_test_config (fixture->registry, config, key), SALON_LLM_ERROR, code);
}

/* Whoever speaks TLS to this one hears something else. */
static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             "HTTP/1.1 400 Plain HTTP\r\n\r\n", 27, NULL, NULL, NULL);
  return FALSE;
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  static const char * const kinds[] = {
    SALON_MODEL_KIND_ANTHROPIC, SALON_MODEL_KIND_GEMINI, SALON_MODEL_KIND_OPENAI_CHAT,
    SALON_MODEL_KIND_OPENAI_RESPONSES,
  };
  g_autoptr(GSocketService) plain = g_socket_service_new ();
  guint port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (plain), NULL, NULL);
  g_autofree char *secure = g_strdup_printf ("https://127.0.0.1:%u/v1", port);
  g_autofree char *elsewhere = g_strdup_printf ("http://127.0.0.1:%u/elsewhere", fixture->port);

  g_signal_connect (plain, "incoming", G_CALLBACK (on_incoming), NULL);
  open_with (fixture, "{}");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *no_key = NULL;
      g_autofree char *wrong_key = NULL;
      g_autofree char *wrong_path = NULL;
      g_autofree char *web_page = NULL;
      g_autofree char *no_tls = NULL;

      no_key = dup_refusal (fixture, kinds[i], fixture->base_url, NULL,
                            SALON_LLM_ERROR_AUTHENTICATION);
      host_test_assert_contains (no_key, "Acme");
      host_test_assert_contains (no_key, "key");
      wrong_key = dup_refusal (fixture, kinds[i], fixture->base_url, "wrong",
                               SALON_LLM_ERROR_AUTHENTICATION);
      host_test_assert_contains (wrong_key, "“invalid key”");
      g_assert_cmpstr (wrong_key, !=, no_key);
      wrong_path = dup_refusal (fixture, kinds[i], elsewhere, "right", SALON_LLM_ERROR_NOT_FOUND);
      host_test_assert_contains (wrong_path, "/elsewhere");
      no_tls = dup_refusal (fixture, kinds[i], secure, "right", SALON_LLM_ERROR_TLS);
      host_test_assert_contains (no_tls, "127.0.0.1");
      fixture->web_page = TRUE;
      web_page = dup_refusal (fixture, kinds[i], fixture->base_url, "right",
                              SALON_LLM_ERROR_PROTOCOL);
      host_test_assert_contains (web_page, "web page");
      fixture->web_page = FALSE;
    }
  g_assert_cmpuint (fixture->n_asked, ==, 0);

  soup_server_disconnect (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *nobody = dup_refusal (fixture, kinds[i], fixture->base_url, "right",
                                             SALON_LLM_ERROR_NETWORK);

      host_test_assert_contains (nobody, "Is the model server on this computer running?");
    }
}

static void
test_successes (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(SalonModelProviderConfig) config =
    salon_model_provider_config_new ("new", SALON_MODEL_KIND_OPENAI_CHAT);
  static const char * const models[] = { "deployment", NULL };
  g_autofree char *sentence = NULL;
  g_autofree char *without = NULL;
  g_autofree char *row = NULL;
  g_autofree char *broken = NULL;

  open_with (fixture, "{\"providers\":{\"acme\":{\"baseUrl\":\"%s\",\"apiKey\":\"right\","
             "\"models\":[\"unlisted\"]}}}", fixture->base_url);
  salon_model_provider_config_set_base_url (config, fixture->base_url);
  sentence = host_test_await_string (
    salon_model_registry_test_config (fixture->registry, config, "right"));
  g_assert_cmpstr (sentence, ==, "It answers, with 2 models.");
  g_assert_null (salon_model_registry_find (fixture->registry, "new"));
  g_assert_cmpuint (fixture->n_asked, ==, 0);

  /* A model that is not in the list, or has no list to be in, is asked for a word. */
  row = host_test_await_string (salon_model_registry_test_provider (fixture->registry, "acme"));
  g_assert_cmpstr (row, ==, "“unlisted” answers; it is not in the list of models.");
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_assert_cmpstr (salon_model_provider_get_status (
                     salon_model_registry_find (fixture->registry, "acme")), ==, row);
  fixture->no_list = TRUE;
  salon_model_provider_config_set_models (config, models);
  without = host_test_await_string (
    salon_model_registry_test_config (fixture->registry, config, "right"));
  g_assert_cmpstr (without, ==, "“deployment” answers; it is not in the list of models.");
  g_assert_cmpuint (fixture->n_asked, ==, 2);

  broken = host_test_await_error (
    salon_model_registry_test_config (fixture->registry, config, "${secret:nowhere}"),
    SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET);
  host_test_assert_contains (broken, "“nowhere”");
}

/* One big list is completed while the window waits: it must not notice. */
static void
test_catalog_is_quick (void)
{
  SalonLlmCatalog *catalog = salon_llm_catalog_get_default ();
  gint64 start;
  gint64 spent;

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *id = g_strdup_printf ("vendor/some-model-%u:free", i);
      g_autoptr(SalonLlmModel) model = salon_llm_model_new (id, NULL, 0);
      g_autoptr(SalonLlmModel) complete =
        salon_llm_catalog_complete (catalog, "https://openrouter.ai/api/v1", model);

      g_assert_cmpstr (salon_llm_model_get_id (complete), ==, id);
    }
  spent = g_get_monotonic_time () - start;
  g_test_message ("400 models in %" G_GINT64_FORMAT " µs", spent);
  g_assert_cmpint (spent, <, 5 * G_TIME_SPAN_SECOND);
}

#define ADD(name, function) \
  g_test_add ("/host/model-facts/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_setenv ("SALON_TEST_KEY", "right", TRUE);
  dex_init ();

  ADD ("user-provider-and-catalog-in-this-order", test_facts);
  ADD ("what-the-user-wrote-stays-when-the-entry-is-written", test_facts_are_written);
  g_test_add_func ("/host/model-facts/mistakes-name-their-place", test_mistakes);
  ADD ("favorites-are-offered-else-all", test_favorites);
  ADD ("the-small-model-falls-back-to-the-default", test_small_model);
  ADD ("each-kind-says-what-is-wrong", test_refusals);
  ADD ("a-test-asks-where-the-list-does-not-tell", test_successes);
  g_test_add_func ("/host/model-facts/a-big-list-is-completed-quickly", test_catalog_is_quick);

  return g_test_run ();
}
