/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-verdict-private.h"

#include <gio/gio.h>

#include "salon-core-error.h"
#include "salon-mcp-error.h"
#include "salon-mcp-legacy-session-private.h"
#include "salon-mcp-modern-protocol-private.h"

#define CODE_HEADER_MISMATCH (-32020)
#define CODE_MISSING_CAPABILITY (-32021)
#define CODE_UNSUPPORTED_VERSION (-32022)

/* A list of versions says something only when there are versions in it, and nothing else. */
static gboolean
is_version_list (const SalonJson *list)
{
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  if (!salon_json_is_array (list) || salon_json_get_length (list) == 0)
    return FALSE;
  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &element))
    if (salon_json_as_string (element) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
lists_version (const SalonJson *list,
               const char      *version)
{
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &element))
    if (g_strcmp0 (salon_json_as_string (element), version) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
lists_legacy_version (const SalonJson *list)
{
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, list);
  while (salon_json_iter_next (&iter, NULL, &element))
    if (salon_mcp_legacy_session_speaks (salon_json_as_string (element)))
      return TRUE;
  return FALSE;
}

static SalonMcpVerdict
judge_versions (const SalonJson *list,
                SalonMcpVerdict  common)
{
  if (lists_version (list, SALON_MCP_MODERN_VERSION))
    return common;
  return lists_legacy_version (list) ? SALON_MCP_VERDICT_LEGACY : SALON_MCP_VERDICT_FOREIGN;
}

/*
 * salon_mcp_verdict_of_result:
 * @result: the result of server/discover
 */
SalonMcpVerdict
salon_mcp_verdict_of_result (const SalonJson *result)
{
  const SalonJson *list = salon_json_get_member (result, "supportedVersions");

  /* A result of any other shape is that of a server that answers whatever it is asked. */
  if (!is_version_list (list))
    return SALON_MCP_VERDICT_LEGACY;
  return judge_versions (list, SALON_MCP_VERDICT_MODERN);
}

static SalonMcpVerdict
judge_remote (const GError  *error,
              SalonMcpProbe  probe)
{
  const SalonJson *data = salon_mcp_error_get_data (error);
  const SalonJson *supported = salon_json_get_member (data, "supported");
  guint status = salon_mcp_error_get_http_status (error);

  switch (salon_mcp_error_get_code (error))
    {
    case CODE_UNSUPPORTED_VERSION:
      return is_version_list (supported) ? judge_versions (supported, SALON_MCP_VERDICT_ASK_AGAIN)
                                         : SALON_MCP_VERDICT_LEGACY;
    case CODE_MISSING_CAPABILITY:
      if (salon_json_is_object (salon_json_get_member (data, "requiredCapabilities")) &&
          (probe == SALON_MCP_PROBE_PIPE || status == 400))
        return SALON_MCP_VERDICT_REFUSED;
      return SALON_MCP_VERDICT_LEGACY;
    case CODE_HEADER_MISMATCH:
      /* There are no headers in a pipe. */
      return probe == SALON_MCP_PROBE_HTTP && status == 400 ? SALON_MCP_VERDICT_REFUSED
                                                            : SALON_MCP_VERDICT_LEGACY;
    default:
      /* Any other code has been seen from servers that know only initialize. */
      return SALON_MCP_VERDICT_LEGACY;
    }
}

/*
 * salon_mcp_verdict_of_error:
 * @error: how server/discover failed
 * @probe: by which way it was sent
 */
SalonMcpVerdict
salon_mcp_verdict_of_error (const GError  *error,
                            SalonMcpProbe  probe)
{
  guint status = salon_mcp_error_get_http_status (error);

  if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNAUTHORIZED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return SALON_MCP_VERDICT_OUTAGE;
  if (status >= 300 && status < 400)
    return SALON_MCP_VERDICT_OUTAGE;
  if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE))
    return judge_remote (error, probe);
  if (probe != SALON_MCP_PROBE_HTTP)
    {
      if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED))
        return SALON_MCP_VERDICT_DIED;
      return SALON_MCP_VERDICT_LEGACY;
    }
  /* An answer without a sense comes from something that does not know the question; no
   * answer, or that of a broken server, from a server of any kind. */
  return status >= 200 && status < 500 ? SALON_MCP_VERDICT_LEGACY : SALON_MCP_VERDICT_OUTAGE;
}

/* Whether a refusal of the version (-32022) names @version as one that will do. */
gboolean
salon_mcp_verdict_offers_version (const GError *error,
                                  const char   *version)
{
  const SalonJson *supported =
    salon_json_get_member (salon_mcp_error_get_data (error), "supported");

  return salon_mcp_error_get_code (error) == CODE_UNSUPPORTED_VERSION &&
         is_version_list (supported) &&
         lists_version (supported, version);
}
