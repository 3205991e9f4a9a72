/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-failure.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-core-error.h"

#define QUOTE_LIMIT 400 /* characters of the provider's own words in a sentence */

/* What a provider says about its error, whatever the shape it says it in. */
typedef struct
{
  char *text;
  char *code;
  char *type;
} VendorWords;

static void
vendor_words_clear (VendorWords *words)
{
  g_clear_pointer (&words->text, g_free);
  g_clear_pointer (&words->code, g_free);
  g_clear_pointer (&words->type, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VendorWords, vendor_words_clear)

/* One line, valid UTF-8, of bounded length. */
static char *
tidy (const char *text,
      gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, MIN (length, 8 * QUOTE_LIMIT));
  GString *tidied = g_string_new (NULL);
  gboolean space = FALSE;
  guint n_characters = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (g_unichar_isspace (character) || g_unichar_iscntrl (character))
        {
          space = tidied->len > 0;
          continue;
        }
      if (n_characters++ >= QUOTE_LIMIT)
        {
          g_string_append (tidied, "…");
          break;
        }
      if (space)
        g_string_append_c (tidied, ' ');
      space = FALSE;
      g_string_append_unichar (tidied, character);
    }
  return g_string_free (tidied, FALSE);
}

static char *
dup_scalar (const SalonJson *value)
{
  const char *string = salon_json_as_string (value);

  if (string != NULL)
    return g_strdup (string);
  if (salon_json_get_kind (value) == SALON_JSON_NUMBER)
    return salon_json_dup_number_text (value);
  return NULL;
}

/* FastAPI's list of what is wrong with the request: [{"loc": […], "msg": "…"}]. */
static char *
dup_detail (const SalonJson *detail)
{
  SalonJsonIter iter;
  const SalonJson *entry;
  GString *text;

  if (!salon_json_is_array (detail))
    return dup_scalar (detail);

  text = g_string_new (NULL);
  salon_json_iter_init (&iter, detail);
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      const char *sentence = salon_json_as_string (salon_json_get_member (entry, "msg"));

      if (sentence != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", sentence);
    }
  return g_string_free (text, FALSE);
}

static void
read_vendor_words (const SalonJson *json,
                   VendorWords     *words)
{
  static const char * const names[] = { "message", "detail", "msg", "error_description" };
  const SalonJson *error;
  const char *raw;

  if (salon_json_is_array (json))
    {
      SalonJsonIter iter;

      salon_json_iter_init (&iter, json);
      if (!salon_json_iter_next (&iter, NULL, &json))
        return;
    }

  error = salon_json_get_member (json, "error");
  if (salon_json_is_string (error))
    {
      words->text = dup_scalar (error);
      error = json;
    }
  else if (!salon_json_is_object (error))
    {
      error = json;
    }

  for (guint i = 0; i < G_N_ELEMENTS (names) && words->text == NULL; i++)
    words->text = dup_detail (salon_json_get_member (error, names[i]));
  words->code = dup_scalar (salon_json_get_member (error, "code"));
  words->type = dup_scalar (salon_json_get_member (error, "type"));
  if (words->type == NULL) /* Google */
    words->type = dup_scalar (salon_json_get_member (error, "status"));

  /* OpenRouter wraps the words of the provider behind it. */
  raw = salon_json_as_string (salon_json_get_member (salon_json_get_member (error, "metadata"),
                                                     "raw"));
  if (raw != NULL && words->text != NULL)
    {
      g_autofree char *outer = g_steal_pointer (&words->text);

      words->text = g_strdup_printf ("%s: %s", outer, raw);
    }
}

static gboolean
contains_any (const char         *text,
              const char * const *needles)
{
  g_autofree char *lower = NULL;

  if (text == NULL)
    return FALSE;
  lower = g_utf8_strdown (text, -1);
  for (guint i = 0; needles[i] != NULL; i++)
    {
      if (strstr (lower, needles[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
says_context_length (const VendorWords *words)
{
  static const char * const codes[] = {
    "context_length", "exceed_context_size", "context_window", "string_above_max_length", NULL
  };
  static const char * const texts[] = {
    "context length", "context window", "context size", "maximum context", "prompt is too long",
    "input is too long", "too many tokens", "reduce the length of the messages",
    "exceed context limit", "exceeds the maximum number of tokens", NULL
  };

  return contains_any (words->code, codes) || contains_any (words->type, codes) ||
         contains_any (words->text, texts);
}

static gboolean
says_no_credit (const VendorWords *words)
{
  static const char * const codes[] = {
    "insufficient_quota", "billing", "insufficient_balance", NULL
  };
  static const char * const texts[] = {
    "exceeded your current quota", "insufficient balance", "insufficient credits",
    "credit balance", NULL
  };

  return contains_any (words->code, codes) || contains_any (words->type, codes) ||
         contains_any (words->text, texts);
}

static gboolean
says_bad_key (const VendorWords *words)
{
  static const char * const codes[] = {
    "invalid_api_key", "authentication", "unauthenticated", NULL
  };
  static const char * const texts[] = {
    "api key not valid", "incorrect api key", "invalid api key", "invalid_api_key", NULL
  };

  return contains_any (words->code, codes) || contains_any (words->type, codes) ||
         contains_any (words->text, texts);
}

static gboolean
says_unknown_model (const VendorWords *words,
                    const char        *model)
{
  static const char * const codes[] = { "model_not_found", "model_not_exist", NULL };
  static const char * const texts[] = { "model", NULL };

  if (model == NULL)
    return FALSE;
  return contains_any (words->code, codes) || contains_any (words->type, codes) ||
         contains_any (words->text, texts);
}

static gboolean
says_content_policy (const VendorWords *words)
{
  static const char * const codes[] = {
    "content_policy", "content_filter", "moderation", "safety", "policy_violation", NULL
  };

  return contains_any (words->code, codes) || contains_any (words->type, codes);
}

/* Which kind of error it is: by what the provider says first, by the status otherwise. */
static SalonLlmError
classify (guint              status,
          const VendorWords *words)
{
  if (status >= 300 && status < 400)
    return SALON_LLM_ERROR_REDIRECTED;
  if (status == 429 || status == 402)
    {
      if (status == 402 || says_no_credit (words))
        return SALON_LLM_ERROR_QUOTA;
      return SALON_LLM_ERROR_RATE_LIMITED;
    }
  if (status == 503 || status == 529)
    return SALON_LLM_ERROR_OVERLOADED;
  if (status == 408)
    return SALON_LLM_ERROR_NETWORK;
  if (status == 401 || (status != 404 && status < 500 && says_bad_key (words)))
    return SALON_LLM_ERROR_AUTHENTICATION;
  if (says_context_length (words) || status == 413)
    return SALON_LLM_ERROR_CONTEXT_LENGTH;
  if (says_content_policy (words))
    return SALON_LLM_ERROR_REFUSED;
  if (status == 403)
    return SALON_LLM_ERROR_AUTHENTICATION;
  if (status == 404 || status == 405 || status == 410)
    return SALON_LLM_ERROR_NOT_FOUND;
  /* llama.cpp says 500 of a picture that its model cannot take. */
  if (status >= 500)
    return words->text != NULL && strstr (words->text, "is not supported") != NULL
             ? SALON_LLM_ERROR_BAD_REQUEST : SALON_LLM_ERROR_SERVER;
  if (status >= 400)
    return SALON_LLM_ERROR_BAD_REQUEST;
  return SALON_LLM_ERROR_PROTOCOL;
}

static char *
describe_rate_limit (const SalonLlmAnswer *answer)
{
  int seconds;

  if (answer->retry_after_ms < 0)
    return g_strdup_printf (_("%s gets too many requests from this key at the moment. "
                              "Try again a little later."),
                            answer->provider_name);
  seconds = (int) MIN ((answer->retry_after_ms + 999) / 1000, G_MAXINT);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%s gets too many requests from this key and asks to wait "
                                       "%d second.",
                                       "%s gets too many requests from this key and asks to wait "
                                       "%d seconds.",
                                       (gulong) seconds),
                          answer->provider_name, seconds);
}

static char *
describe_not_found (const SalonLlmAnswer *answer,
                    const VendorWords    *words)
{
  if (says_unknown_model (words, answer->model))
    return g_strdup_printf (_("%s does not know the model “%s” at %s. Choose another one."),
                            answer->provider_name, answer->model, answer->url);
  return g_strdup_printf (_("%s has nothing at %s (%u). Check the base URL in the settings under "
                            "“Models”; it often ends in /v1."),
                          answer->provider_name, answer->url, answer->status);
}

static char *
describe_authentication (const SalonLlmAnswer *answer)
{
  if (!answer->has_key)
    return g_strdup_printf (_("%s wants an API key, and none is set. Add one in the settings "
                              "under “Models”."),
                            answer->provider_name);
  if (answer->status == 403)
    return g_strdup_printf (_("%s does not allow this request with the API key that is set (403)."),
                            answer->provider_name);
  return g_strdup_printf (_("%s did not accept the API key. Check it in the settings under "
                            "“Models”."),
                          answer->provider_name);
}

static char *
describe_redirect (const SalonLlmAnswer *answer)
{
  g_autofree char *location = NULL;

  if (answer->location == NULL)
    return g_strdup_printf (_("%s sends requests for %s somewhere else (%u) without saying where. "
                              "Check the base URL in the settings under “Models”."),
                            answer->provider_name, answer->url, answer->status);
  location = tidy (answer->location, strlen (answer->location));
  return g_strdup_printf (_("%s has moved from %s to %s. Set the new base URL in the settings "
                            "under “Models” if you trust it."),
                          answer->provider_name, answer->url, location);
}

static char *
describe (SalonLlmError         code,
          const SalonLlmAnswer *answer,
          const VendorWords    *words)
{
  switch (code)
    {
    case SALON_LLM_ERROR_AUTHENTICATION:
      return describe_authentication (answer);

    case SALON_LLM_ERROR_NOT_FOUND:
      return describe_not_found (answer, words);

    case SALON_LLM_ERROR_RATE_LIMITED:
      return describe_rate_limit (answer);

    case SALON_LLM_ERROR_QUOTA:
      return g_strdup_printf (_("The account at %s has no credit left."), answer->provider_name);

    case SALON_LLM_ERROR_OVERLOADED:
      return g_strdup_printf (_("%s is overloaded or down at the moment (%u). Try again a little "
                                "later."),
                              answer->provider_name, answer->status);

    case SALON_LLM_ERROR_NETWORK:
      return g_strdup_printf (_("%s waited too long for the request (%u). Check the connection "
                                "and try again."),
                              answer->provider_name, answer->status);

    case SALON_LLM_ERROR_CONTEXT_LENGTH:
      return g_strdup_printf (_("This chat is longer than the model can take. Begin a new chat, "
                                "offer it fewer tools, or choose a model of %s with a larger "
                                "context."),
                              answer->provider_name);

    case SALON_LLM_ERROR_REFUSED:
      return g_strdup_printf (_("%s refused this request for its content."), answer->provider_name);

    case SALON_LLM_ERROR_REDIRECTED:
      return describe_redirect (answer);

    case SALON_LLM_ERROR_SERVER:
      return g_strdup_printf (_("%s failed while it answered (%u). Try again."),
                              answer->provider_name, answer->status);

    case SALON_LLM_ERROR_BAD_REQUEST:
      return g_strdup_printf (_("%s refused the request (%u)."), answer->provider_name,
                              answer->status);

    case SALON_LLM_ERROR_FAILED:
    case SALON_LLM_ERROR_TLS:
    case SALON_LLM_ERROR_PROTOCOL:
    case SALON_LLM_ERROR_CUT:
    default:
      return g_strdup_printf (_("%s gave an answer that Salon does not understand (%u)."),
                              answer->provider_name, answer->status);
    }
}

static GError *
make_error (SalonLlmError  code,
            guint          status,
            gint64         retry_after_ms,
            const char    *sentence,
            const char    *vendor_text)
{
  g_autofree char *quote = vendor_text != NULL ? tidy (vendor_text, strlen (vendor_text)) : NULL;

  if (quote == NULL || *quote == '\0')
    return salon_llm_error_new (code, status, retry_after_ms, "%s", sentence);
  /* Translators: the first is a sentence, the second quotes the provider's own words. */
  return salon_llm_error_new (code, status, retry_after_ms, _("%s It says: “%s”"),
                              sentence, quote);
}

/**
 * salon_llm_failure_is_web_page:
 * @text: the beginning of a body
 * @length: its length in bytes
 *
 * Returns: whether this looks like HTML, which no model sends
 */
gboolean
salon_llm_failure_is_web_page (const char *text,
                               gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (text[i]))
        return text[i] == '<';
    }
  return FALSE;
}

/**
 * salon_llm_failure_web_page:
 * @provider_name: the provider's name for people
 * @url: the address the request went to
 *
 * Returns: (transfer full): the error that says that a web page was found at @url
 */
GError *
salon_llm_failure_web_page (const char *provider_name,
                            const char *url)
{
  return salon_llm_error_new (SALON_LLM_ERROR_PROTOCOL, 200, -1,
                              _("There is a web page at %s, not the API of %s. Check the base URL "
                                "in the settings under “Models”; it often ends in /v1."),
                              url, provider_name);
}

/**
 * salon_llm_failure_from_answer:
 * @answer: an answer with a status other than 2xx
 *
 * Tells what an HTTP answer means, in a sentence with the provider's own words in it.
 *
 * Returns: (transfer full): the error
 */
GError *
salon_llm_failure_from_answer (const SalonLlmAnswer *answer)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  g_auto (VendorWords) words = { NULL };
  g_autofree char *sentence = NULL;
  SalonLlmError code;

  g_assert (answer != NULL);

  document = salon_json_document_parse (answer->body != NULL ? answer->body : "",
                                        (gssize) answer->length, NULL, NULL);
  if (document != NULL)
    read_vendor_words (salon_json_document_get_root (document), &words);
  else if (!salon_llm_failure_is_web_page (answer->body, answer->length))
    words.text = tidy (answer->body != NULL ? answer->body : "", answer->length);

  code = classify (answer->status, &words);
  sentence = describe (code, answer, &words);
  return make_error (code, answer->status, answer->retry_after_ms, sentence, words.text);
}

/* The code in an error object is a number at some servers: their HTTP status. */
static guint
status_of_words (const VendorWords *words)
{
  guint64 status;

  if (words->code != NULL && g_ascii_string_to_unsigned (words->code, 10, 400, 599, &status, NULL))
    return (guint) status;
  return 0;
}

/**
 * salon_llm_failure_from_json:
 * @provider_name: the provider's name for people
 * @json: what came in the middle of a stream, or instead of an answer: {"error": …}
 *
 * Tells what an error means that came with a good HTTP status.
 *
 * Returns: (transfer full): the error
 */
GError *
salon_llm_failure_from_json (const char      *provider_name,
                             const SalonJson *json)
{
  static const char * const rate_limits[] = {
    "rate_limit", "too_many_requests", "resource_exhausted", NULL
  };
  static const char * const overloads[] = { "overloaded", "unavailable", NULL };
  static const char * const refusals[] = { "invalid_request", "request_too_large", NULL };
  static const char * const failures[] = { "server_error", "api_error", "internal", NULL };
  g_auto (VendorWords) words = { NULL };
  g_autofree char *sentence = NULL;
  SalonLlmAnswer answer = { 0 };
  SalonLlmError code;

  read_vendor_words (json, &words);
  answer.provider_name = provider_name;
  answer.has_key = TRUE;
  answer.url = provider_name;
  answer.retry_after_ms = -1;
  answer.status = status_of_words (&words);

  if (answer.status == 0)
    {
      if (says_no_credit (&words))
        answer.status = 402;
      else if (contains_any (words.type, rate_limits) || contains_any (words.code, rate_limits))
        answer.status = 429;
      else if (contains_any (words.type, overloads) || contains_any (words.code, overloads))
        answer.status = 503;
      else if (contains_any (words.type, failures) || contains_any (words.code, failures))
        answer.status = 500;
      else if (says_bad_key (&words))
        answer.status = 401;
      else if (says_context_length (&words) || says_content_policy (&words) ||
               contains_any (words.type, refusals))
        answer.status = 400;
    }

  if (answer.status == 0 || answer.status == 404 || answer.status == 500)
    {
      code = SALON_LLM_ERROR_SERVER;
      sentence = g_strdup_printf (_("%s failed while it answered. Try again."), provider_name);
    }
  else
    {
      code = classify (answer.status, &words);
      sentence = describe (code, &answer, &words);
    }
  return make_error (code, answer.status, -1, sentence, words.text);
}

static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * salon_llm_failure_from_transport:
 * @provider_name: the provider's name for people
 * @url: the address the request went to
 * @cause: what core reported
 * @answer_begun: whether a part of the answer had come in before
 *
 * Tells what an error below HTTP means for the reply. A cancellation stays one.
 *
 * Returns: (transfer full): the error
 */
GError *
salon_llm_failure_from_transport (const char   *provider_name,
                                  const char   *url,
                                  const GError *cause,
                                  gboolean      answer_begun)
{
  g_assert (cause != NULL);

  if (cause->domain != SALON_CORE_ERROR)
    return g_error_copy (cause);
  if (cause->code == SALON_CORE_ERROR_TLS)
    return salon_llm_error_new (SALON_LLM_ERROR_TLS, 0, -1, "%s", cause->message);
  if (answer_begun && cause->code != SALON_CORE_ERROR_TOO_LARGE)
    return salon_llm_error_new (SALON_LLM_ERROR_CUT, 0, -1,
                                _("The answer of %s broke off. %s"), provider_name, cause->message);
  if ((cause->code == SALON_CORE_ERROR_NETWORK || cause->code == SALON_CORE_ERROR_HUNG_UP) &&
      is_loopback (url))
    return salon_llm_error_new (SALON_LLM_ERROR_NETWORK, 0, -1,
                                _("%s Is the model server on this computer running?"),
                                cause->message);
  if (cause->code == SALON_CORE_ERROR_NETWORK || cause->code == SALON_CORE_ERROR_HUNG_UP ||
      cause->code == SALON_CORE_ERROR_TIMED_OUT)
    return salon_llm_error_new (SALON_LLM_ERROR_NETWORK, 0, -1, "%s", cause->message);
  return salon_llm_error_new (SALON_LLM_ERROR_PROTOCOL, 0, -1,
                              _("%s did not answer as this API does. %s"),
                              provider_name, cause->message);
}
