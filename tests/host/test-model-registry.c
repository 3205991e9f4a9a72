/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-model-registry.h"

#include <libsoup/soup.h>

#include "host-test.h"
#include "salon-host-error.h"
#include "salon-llm-error.h"
#include "salon-llm-provider.h"

typedef struct
{
  char *path;
  SoupServer *server;
  char *base_url;
  char *authorization;  /* of the last request */
  guint status;
  SalonSecrets *secrets;
  SalonModelsFile *file;
  SalonModelRegistry *registry;
  guint n_defaults;
} Fixture;

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *answer = "{\"object\":\"list\",\"data\":[{\"id\":\"one\"},{\"id\":\"org/two\"}]}";

  g_set_str (&fixture->authorization, soup_message_headers_get_one (headers, "Authorization"));
  soup_server_message_set_status (message, fixture->status, NULL);
  if (fixture->status != SOUP_STATUS_OK)
    answer = "{\"error\":{\"message\":\"wrong key\"}}";
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    answer, strlen (answer));
}

static void
on_default (Fixture *fixture)
{
  fixture->n_defaults++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = host_test_make_folder ();
  g_autoptr(SalonHttpClient) http_client = salon_http_client_new ();
  g_autoptr(GError) error = NULL;
  GSList *uris;

  fixture->path = g_build_filename (folder, "models.json", NULL);
  fixture->status = SOUP_STATUS_OK;
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, "/v1/models", on_request, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->base_url = g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  fixture->secrets = salon_secrets_new_in_memory ();
  fixture->file = salon_models_file_new (fixture->path);
  fixture->registry = salon_model_registry_new (fixture->file, fixture->secrets, http_client, NULL);
  g_signal_connect_swapped (fixture->registry, "notify::default-model", G_CALLBACK (on_default),
                            fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  host_test_settle ();
  g_assert_finalize_object (fixture->registry);
  g_assert_finalize_object (fixture->file);
  g_clear_object (&fixture->secrets);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  host_test_settle ();
  g_free (fixture->base_url);
  g_free (fixture->authorization);
  g_free (fixture->path);
}

static void
open_registry (Fixture *fixture)
{
  host_test_await (salon_model_registry_open (fixture->registry));
}

static SalonModelProviderConfig *
new_config (Fixture    *fixture,
            const char *id)
{
  SalonModelProviderConfig *config =
    salon_model_provider_config_new (id, SALON_MODEL_KIND_OPENAI_CHAT);

  salon_model_provider_config_set_base_url (config, fixture->base_url);

  return config;
}

static char *
dup_secret (Fixture    *fixture,
            const char *name)
{
  return host_test_await_string (salon_secrets_lookup (fixture->secrets, name));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(SalonLlmProvider) practice = NULL;
  g_autofree char *title = NULL;
  SalonModelProvider *row;

  open_registry (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->registry)), ==, 1);
  g_assert_false (salon_model_registry_is_configured (fixture->registry));
  g_assert_cmpstr (salon_model_registry_get_default_model (fixture->registry), ==,
                   "practice/practice");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  row = salon_model_registry_find (fixture->registry, "practice");
  g_assert_true (salon_model_provider_is_built_in (row));
  g_assert_cmpint (salon_model_provider_get_state (row), ==, SALON_MODEL_PROVIDER_READY);
  g_assert_cmpuint (g_list_model_get_n_items (salon_model_provider_get_models (row)), ==, 1);

  practice = host_test_await_object (
    salon_model_registry_create_provider (fixture->registry, "practice/practice"));
  g_assert_cmpstr (salon_llm_provider_get_id (practice), ==, "practice");
  title = salon_model_registry_dup_model_title (fixture->registry, "practice/practice");
  g_assert_cmpstr (title, ==, "Practice model");
}

static void
test_adds (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const headers[] = { "X-Title: Salon", "X-Api-Key: sk-header", NULL };
  g_autoptr(SalonModelProviderConfig) config = new_config (fixture, "acme");
  g_autoptr(GListModel) models = NULL;
  g_autoptr(SalonModel) second = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *key = NULL;
  g_autofree char *header = NULL;
  g_autofree char *exists = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *gone = NULL;
  SalonModelProvider *row;

  open_registry (fixture);
  salon_model_provider_config_set_name (config, "Acme");
  salon_model_provider_config_set_headers (config, headers);
  host_test_await (salon_model_registry_add_provider (fixture->registry, config, "sk-secret"));

  /* Keys are in the keyring, and the file only refers to them. */
  contents = host_test_read (fixture->path);
  g_assert_null (strstr (contents, "sk-"));
  host_test_assert_contains (contents, "\"apiKey\": \"${secret:acme-key}\"");
  host_test_assert_contains (contents, "\"X-Title\": \"Salon\"");
  host_test_assert_contains (contents, "\"X-Api-Key\": \"${secret:acme-X-Api-Key}\"");
  key = dup_secret (fixture, "acme-key");
  g_assert_cmpstr (key, ==, "sk-secret");
  header = dup_secret (fixture, "acme-X-Api-Key");
  g_assert_cmpstr (header, ==, "sk-header");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->registry)), ==, 2);
  g_assert_true (salon_model_registry_is_configured (fixture->registry));
  row = salon_model_registry_find (fixture->registry, "acme");
  g_assert_cmpstr (salon_model_provider_get_name (row), ==, "Acme");
  g_assert_true (salon_model_provider_has_key (row));
  g_assert_cmpint (salon_model_provider_get_state (row), ==, SALON_MODEL_PROVIDER_UNKNOWN);
  g_assert_cmpuint (fixture->n_defaults, ==, 0);

  sentence = host_test_await_string (
    salon_model_registry_test_provider (fixture->registry, "acme"));
  g_assert_cmpstr (sentence, ==, "It answers, with 2 models.");
  g_assert_cmpstr (fixture->authorization, ==, "Bearer sk-secret");
  g_assert_cmpint (salon_model_provider_get_state (row), ==, SALON_MODEL_PROVIDER_READY);
  models = host_test_await_object (salon_model_registry_list_models (fixture->registry, "acme"));
  g_assert_true (models == salon_model_provider_get_models (row));
  second = g_list_model_get_item (models, 1);
  g_assert_cmpstr (salon_model_get_reference (second), ==, "acme/org/two");
  g_assert_cmpstr (salon_model_registry_get_default_model (fixture->registry), ==, "acme/one");
  g_assert_cmpuint (fixture->n_defaults, ==, 1);

  exists = host_test_await_error (
    salon_model_registry_add_provider (fixture->registry, config, "other"),
    SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS);
  host_test_assert_contains (exists, "“acme”");

  host_test_await (salon_model_registry_remove_provider (fixture->registry, "acme"));
  g_assert_null (salon_model_registry_find (fixture->registry, "acme"));
  gone = host_test_await_error (salon_secrets_lookup (fixture->secrets, "acme-key"),
                                SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET);
  g_assert_cmpstr (salon_model_registry_get_default_model (fixture->registry), ==,
                   "practice/practice");
}

static void
test_updates (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(SalonModelProviderConfig) config = NULL;
  g_autofree char *json = g_strdup_printf (
    "{\"note\":1,\"providers\":{\"acme\":{\"x\":2,\"baseUrl\":\"%s\",\"apiKey\":\"sk-plain\"}},"
    "\"defaultModel\":\"acme/one\"}", fixture->base_url);
  g_autofree char *contents = NULL;
  g_autofree char *key = NULL;
  g_autofree char *without = NULL;
  g_autofree char *refused = NULL;

  host_test_write (fixture->path, json);
  open_registry (fixture);
  g_assert_cmpstr (salon_model_registry_get_default_model (fixture->registry), ==, "acme/one");

  /* A plain key of the user's is used as it is, and moves when the app writes the entry. */
  config = salon_model_provider_config_copy (salon_model_provider_get_config (
    salon_model_registry_find (fixture->registry, "acme")));
  salon_model_provider_config_set_name (config, "Acme");
  host_test_await (salon_model_registry_update_provider (fixture->registry, "acme", config, NULL));
  contents = host_test_read (fixture->path);
  g_assert_null (strstr (contents, "sk-plain"));
  host_test_assert_contains (contents, "\"note\": 1");
  host_test_assert_contains (contents, "\"x\": 2");
  key = dup_secret (fixture, "acme-key");
  g_assert_cmpstr (key, ==, "sk-plain");

  host_test_await (salon_model_registry_set_default_model (fixture->registry, "practice/practice"));
  g_assert_cmpstr (salon_model_registry_get_default_model (fixture->registry), ==,
                   "practice/practice");

  g_clear_object (&config);
  config = salon_model_provider_config_copy (salon_model_provider_get_config (
    salon_model_registry_find (fixture->registry, "acme")));
  host_test_await (salon_model_registry_update_provider (fixture->registry, "acme", config, ""));
  without = host_test_read (fixture->path);
  g_assert_null (strstr (without, "apiKey"));
  g_assert_false (salon_model_provider_has_key (
    salon_model_registry_find (fixture->registry, "acme")));

  refused = host_test_await_error (
    salon_model_registry_remove_provider (fixture->registry, "practice"),
    SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
  host_test_assert_contains (refused, "practice model");
}

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *json = g_strdup_printf (
    "{\"providers\":{\"acme\":{\"baseUrl\":\"%s\",\"apiKey\":\"${secret:nowhere}\"},"
    "\"plain\":{\"baseUrl\":\"%s\",\"models\":[\"zero\",\"one\"]},"
    "\"odd\":{\"kind\":\"telepathy\",\"baseUrl\":\"http://x\"},"
    "\"bad\":{\"baseUrl\":5},\"practice\":{\"baseUrl\":\"http://x\"}}}",
    fixture->base_url, fixture->base_url);
  g_autofree char *no_secret = NULL;
  g_autofree char *no_model = NULL;
  g_autofree char *no_provider = NULL;
  g_autofree char *odd = NULL;
  g_autofree char *wrong_key = NULL;
  g_autoptr(GListModel) models = NULL;
  g_autoptr(SalonModel) first = NULL;
  SalonModelProvider *row;

  host_test_write (fixture->path, json);
  open_registry (fixture);
  g_assert_null (salon_model_registry_get_problem (fixture->registry));

  no_secret = host_test_await_error (
    salon_model_registry_create_provider (fixture->registry, "acme/one"),
    SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET);
  host_test_assert_contains (no_secret, "“nowhere”");
  no_model = host_test_await_error (
    salon_model_registry_create_provider (fixture->registry, "acme"),
    SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL);
  host_test_assert_contains (no_model, "“acme” does not name a model.");
  no_provider = host_test_await_error (
    salon_model_registry_create_provider (fixture->registry, "nobody/one"),
    SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND);
  host_test_assert_contains (no_provider, "There is no provider “nobody”.");

  odd = host_test_await_error (salon_model_registry_test_provider (fixture->registry, "odd"),
                               SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
  host_test_assert_contains (odd, "models.json, provider “odd”: “kind” cannot be “telepathy”; it "
                             "has to be one of “anthropic”, “gemini”, “openai-chat”, "
                             "“openai-responses”.");
  row = salon_model_registry_find (fixture->registry, "bad");
  g_assert_cmpint (salon_model_provider_get_state (row), ==, SALON_MODEL_PROVIDER_FAILED);
  g_assert_cmpstr (salon_model_provider_get_status (row), ==,
                   "models.json, provider “bad”: “baseUrl” has to be a string, not a number.");
  g_assert_true (salon_model_provider_is_built_in (
    salon_model_registry_find (fixture->registry, "practice")));

  /* Written models are there before the provider was asked, and stay first. */
  g_assert_cmpstr (salon_model_registry_get_default_model (fixture->registry), ==, "plain/zero");
  models = host_test_await_object (salon_model_registry_list_models (fixture->registry, "plain"));
  g_assert_cmpuint (g_list_model_get_n_items (models), ==, 3);
  first = g_list_model_get_item (models, 0);
  g_assert_cmpstr (salon_model_get_id (first), ==, "zero");
  g_assert_null (fixture->authorization);

  fixture->status = SOUP_STATUS_UNAUTHORIZED;
  wrong_key = host_test_await_error (
    salon_model_registry_test_provider (fixture->registry, "plain"),
    SALON_LLM_ERROR, SALON_LLM_ERROR_AUTHENTICATION);
  row = salon_model_registry_find (fixture->registry, "plain");
  g_assert_cmpint (salon_model_provider_get_state (row), ==, SALON_MODEL_PROVIDER_FAILED);
  g_assert_cmpstr (salon_model_provider_get_status (row), ==, wrong_key);
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct { const char *entry; const char *problem; } cases[] = {
    { "\"kind\":\"anthropic\"", NULL },
    { "\"kind\":\"gemini\"", NULL },
    { "\"kind\":\"openai-responses\",\"dialect\":\"azure\"", NULL },
    { "\"kind\":\"openai-chat\",\"dialect\":\"mistral\",\"proxy\":\"socks5://h:1\"", NULL },
    { "\"dialect\":\"klingon\"", "“dialect” cannot be “klingon”; it has to be one of “generic”, "
                                "“openai”, " },
    { "\"kind\":\"gemini\",\"dialect\":\"azure\"", "The kind “gemini” has no dialects" },
    { "\"proxy\":\"ftp://h\"", "“proxy” has to begin with “http://”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{%s,\"baseUrl\":\"https://h/v1\"}",
                                               cases[i].entry);
      g_autoptr(SalonJsonDocument) document = salon_json_document_parse (text, -1, NULL, NULL);
      g_autoptr(SalonModelProviderConfig) config =
        salon_model_provider_config_new_from_json ("acme", salon_json_document_get_root (document));
      g_autoptr(SalonModelProviderConfig) copy = salon_model_provider_config_copy (config);
      const char *problem = salon_model_provider_config_get_problem (config);

      if (cases[i].problem != NULL)
        {
          host_test_assert_contains (problem, cases[i].problem);
          continue;
        }
      g_assert_null (problem);
      g_assert_true (salon_model_provider_config_equal (config, copy));
      salon_model_provider_config_set_proxy (copy, "http://other");
      g_assert_false (salon_model_provider_config_equal (config, copy));
      salon_model_provider_config_set_proxy (copy, NULL);
      salon_model_provider_config_set_dialect (copy, "another");
      g_assert_false (salon_model_provider_config_equal (config, copy));
    }
}

static void
test_proxy (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *json = NULL;
  g_autofree char *proxy = g_strndup (fixture->base_url,
                                      strlen (fixture->base_url) - strlen ("/v1"));
  g_autoptr(SalonModelProviderConfig) config = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *sentence = NULL;

  json = g_strdup_printf ("{\"providers\":{\"acme\":{\"kind\":\"openai-responses\","
                          "\"dialect\":\"xai\",\"baseUrl\":\"http://nowhere.invalid/v1\","
                          "\"proxy\":\"%s\"}}}", proxy);
  host_test_write (fixture->path, json);
  open_registry (fixture);
  /* There is no such host: the answer can only come from the proxy. */
  sentence = host_test_await_string (salon_model_registry_test_provider (fixture->registry,
                                                                         "acme"));
  g_assert_cmpstr (sentence, ==, "It answers, with 2 models.");

  config = salon_model_provider_config_copy (salon_model_provider_get_config (
    salon_model_registry_find (fixture->registry, "acme")));
  salon_model_provider_config_set_name (config, "Acme");
  host_test_await (salon_model_registry_update_provider (fixture->registry, "acme", config, NULL));
  contents = host_test_read (fixture->path);
  host_test_assert_contains (contents, proxy);
  host_test_assert_contains (contents, "\"dialect\": \"xai\"");
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  SalonModelProvider *row;

  host_test_write (fixture->path, "{\"providers\":{\"a\":{\"baseUrl\":\"http://a/v1\"}}}");
  open_registry (fixture);
  row = salon_model_registry_find (fixture->registry, "a");
  g_assert_nonnull (row);

  host_test_write (fixture->path, "{\"providers\":{\"a\":{\"baseUrl\":\"http://b/v1\"}},}");
  host_test_run_until (salon_model_registry_get_problem (fixture->registry) != NULL);
  host_test_assert_contains (salon_model_registry_get_problem (fixture->registry), "models.json: ");
  host_test_assert_contains (salon_model_registry_get_problem (fixture->registry), "line 1");
  g_assert_cmpstr (salon_model_provider_get_base_url (row), ==, "http://a/v1");

  host_test_write (fixture->path, "{\"providers\":{\"a\":{\"baseUrl\":\"http://b/v1\"}}}");
  host_test_run_until (salon_model_registry_get_problem (fixture->registry) == NULL);
  g_assert_true (salon_model_registry_find (fixture->registry, "a") == row);
  g_assert_cmpstr (salon_model_provider_get_base_url (row), ==, "http://b/v1");

  host_test_write (fixture->path, "{\"providers\":[],\"defaultModel\":\"a/b\"}");
  host_test_run_until (salon_model_registry_get_problem (fixture->registry) != NULL);
  g_assert_cmpstr (salon_model_registry_get_problem (fixture->registry), ==,
                   "models.json: “providers” has to be an object, not an array.");
  g_assert_true (salon_model_registry_find (fixture->registry, "a") == row);
}

static void
test_discovers (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(SalonModelProvider) found = NULL;
  g_autoptr(GListModel) models = NULL;
  g_autoptr(GListModel) nothing_new = NULL;
  g_autoptr(GError) error = NULL;

  if (!soup_server_listen_local (fixture->server, 11434, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      g_test_skip ("Something else listens at Ollama's port");
      return;
    }

  open_registry (fixture);
  models = host_test_await_object (salon_model_registry_discover_local (fixture->registry));
  for (guint i = 0; i < g_list_model_get_n_items (models) && found == NULL; i++)
    {
      found = g_list_model_get_item (models, i);
      if (!g_str_equal (salon_model_provider_get_id (found), "ollama"))
        g_clear_object (&found);
    }
  g_assert_nonnull (found);
  g_assert_cmpstr (salon_model_provider_get_base_url (found), ==, "http://localhost:11434/v1");
  g_assert_cmpstr (salon_model_provider_get_status (found), ==, "It answers, with 2 models.");
  g_assert_null (salon_model_registry_find (fixture->registry, "ollama"));

  /* Once it is kept there is nothing to discover any more. */
  host_test_await (salon_model_registry_add_provider (fixture->registry,
                                                      salon_model_provider_get_config (found),
                                                      NULL));
  g_assert_nonnull (salon_model_registry_find (fixture->registry, "ollama"));
  nothing_new = host_test_await_object (salon_model_registry_discover_local (fixture->registry));
  for (guint i = 0; i < g_list_model_get_n_items (nothing_new); i++)
    {
      g_autoptr(SalonModelProvider) other = g_list_model_get_item (nothing_new, i);

      g_assert_cmpstr (salon_model_provider_get_id (other), !=, "ollama");
    }
}

static void
test_references (void)
{
  static const struct
  {
    const char *reference;
    const char *provider;
    const char *model;
  } cases[] = {
    { "a/b", "a", "b" }, { "a/b/c", "a", "b/c" }, { "a/b:c", "a", "b:c" },
    { "a", NULL, NULL }, { "/b", NULL, NULL }, { "a/", NULL, NULL }, { "", NULL, NULL },
    { NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *provider = NULL;
      g_autofree char *model = NULL;

      g_assert_cmpint (salon_model_split_reference (cases[i].reference, &provider, &model), ==,
                       cases[i].provider != NULL);
      g_assert_cmpstr (provider, ==, cases[i].provider);
      g_assert_cmpstr (model, ==, cases[i].model);
    }
}

#define ADD(path, function) \
  g_test_add ("/host/model-registry/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  ADD ("there-is-always-the-practice-model", test_empty);
  ADD ("keys-of-new-providers-go-to-the-keyring", test_adds);
  ADD ("plain-keys-move-when-the-entry-is-written", test_updates);
  ADD ("what-cannot-be-used-says-why", test_failures);
  ADD ("kinds-and-dialects-are-checked", test_kinds);
  ADD ("a-provider-has-a-proxy-of-its-own", test_proxy);
  ADD ("the-file-is-followed-and-mistakes-keep-the-last-version", test_follows);
  ADD ("programs-on-this-computer-are-discovered", test_discovers);
  g_test_add_func ("/host/model-registry/references-are-split-at-the-first-slash", test_references);

  return g_test_run ();
}
