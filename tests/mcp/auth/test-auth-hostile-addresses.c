/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-cases.h"
#include "salon-core-error.h"

/* Servers that want Salon to look where it has no business. */

static const AuthCase cases[] = {
  {
    .name = "honest-world",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "metadata-at-javascript-url",
    .lies.challenge =
      "Bearer resource_metadata=\"javascript:alert(1)\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "javascript:alert(1)",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-data-url",
    .lies.challenge =
      "Bearer resource_metadata=\"data:application/json,{}\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "https://",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-file-url",
    .lies.challenge =
      "Bearer resource_metadata=\"file:///etc/passwd\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "file:///etc/passwd",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-ftp-url",
    .lies.challenge =
      "Bearer resource_metadata=\"ftp://other.example/x\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "https://",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-ssh-port",
    .lies.challenge =
      "Bearer resource_metadata=\"http://127.0.0.1:22/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "127.0.0.1 leads to this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-open-port",
    .lies.challenge =
      "Bearer resource_metadata=\"http://127.0.0.1:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-open-port-by-https",
    .lies.challenge =
      "Bearer resource_metadata=\"https://127.0.0.1:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-cloud-metadata",
    .lies.challenge =
      "Bearer resource_metadata=\"http://169.254.169.254/latest/meta-data/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "169.254.169.254 leads to the local link",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-router",
    .lies.challenge =
      "Bearer resource_metadata=\"https://10.0.0.1/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "10.0.0.1 leads to a private network",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-carrier-network",
    .lies.challenge =
      "Bearer resource_metadata=\"https://100.64.0.1/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "a private network",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-ipv6-loopback",
    .lies.challenge =
      "Bearer resource_metadata=\"http://[::1]:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "::1 leads to this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-ipv4-mapped",
    .lies.challenge =
      "Bearer resource_metadata=\"https://[::ffff:127.0.0.1]:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-ipv4-mapped-hexadecimal",
    .lies.challenge =
      "Bearer resource_metadata=\"https://[::ffff:7f00:1]:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-ipv4-in-nat64",
    .lies.challenge =
      "Bearer resource_metadata=\"https://[64:ff9b::7f00:1]:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-unique-local",
    .lies.challenge =
      "Bearer resource_metadata=\"https://[fd00::1]/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "a private network",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-link-local-with-zone",
    .lies.challenge =
      "Bearer resource_metadata=\"https://[fe80::1%25lo]/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "no address",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-hexadecimal-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://0x7f.1:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "\342\200\2340x7f.1\342\200\235 is an unusual spelling",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-decimal-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://2130706433:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "\342\200\2342130706433\342\200\235 is an unusual spelling",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-octal-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://0177.0.0.1:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "\342\200\2340177.0.0.1\342\200\235 is an unusual spelling",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-short-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://127.1:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "unusual spelling",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-zero-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://0.0.0.0:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-ipv6-zero-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://[::]:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-localhost",
    .lies.challenge =
      "Bearer resource_metadata=\"http://localhost:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "localhost is at 127.0.0.1, which is this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-localhost-with-dot",
    .lies.challenge =
      "Bearer resource_metadata=\"https://localhost.:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-below-localhost",
    .lies.challenge =
      "Bearer resource_metadata=\"https://x.localhost:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "x.localhost is at 127.0.0.1",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-name-that-leads-here",
    .lies.challenge =
      "Bearer resource_metadata=\"https://loop.example:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "loop.example is at 127.0.0.1, which is this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-name-that-leads-here-by-ipv6",
    .lies.challenge =
      "Bearer resource_metadata=\"https://six.example:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "six.example is at ::1",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-name-in-private-network",
    .lies.challenge =
      "Bearer resource_metadata=\"https://private.example/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "private.example is at 192.168.7.7, which is a private network",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-name-of-cloud-metadata",
    .lies.challenge =
      "Bearer resource_metadata=\"https://meta.example/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "the local link",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-name-that-is-here-and-there",
    .lies.challenge =
      "Bearer resource_metadata=\"https://mixed.example:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "mixed.example is at 127.0.0.1",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-user-info",
    .lies.challenge =
      "Bearer resource_metadata=\"https://other.example@127.0.0.1:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "user\342\200\231s name",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-no-encryption",
    .lies.challenge =
      "Bearer resource_metadata=\"http://public.example/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "public.example was to be reached by http",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-fullwidth-digits",
    .lies.challenge =
      "Bearer resource_metadata=\"https://\357\274\221\357\274\222\357\274\227."
      "\357\274\220.\357\274\220.\357\274\221:$PORT/\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-direction-mark-in-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://loop.example:$PORT/\342\200\256gpj\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "loop.example is at",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-at-endless-address",
    .lies.challenge =
      "Bearer resource_metadata=\"https://other.example/xxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxx\"",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "is too long",
    .stage = AUTH_STAGE_NOTHING,
  },
  {
    .name = "metadata-redirected-to-port",
    .lies.resource =
      "HTTP 302\nLocation: https://127.0.0.1:$PORT/\n\n",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "metadata-redirected-to-cloud-metadata",
    .lies.resource =
      "HTTP 302\nLocation: https://169.254.169.254/\n\n",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "the local link",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "metadata-redirected-to-file",
    .lies.resource =
      "HTTP 302\nLocation: file:///etc/passwd\n\n",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "file:///etc/passwd",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "metadata-redirected-to-name-that-leads-here",
    .lies.resource =
      "HTTP 302\nLocation: https://loop.example:$PORT/\n\n",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "loop.example",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "metadata-redirected-to-http",
    .lies.resource =
      "HTTP 302\nLocation: http://127.0.0.1:$PORT/\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "redirects from https to http",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "metadata-redirected-for-ever",
    .lies.resource =
      "HTTP 302\nLocation: $ORIGIN/loop\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "redirects again and again",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "metadata-redirected-nowhere",
    .lies.resource =
      "HTTP 302\nX: y\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "redirects without saying where",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "authorization-endpoint-at-script",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"javascript:alert(1)\",\"t"
      "oken_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\","
      "\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_meth"
      "ods_supported\":[\"none\"],\"authorization_response_iss_parameter_supporte"
      "d\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-at-data",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"data:text/html,x\",\"toke"
      "n_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"co"
      "de_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_"
      "supported\":[\"none\"],\"authorization_response_iss_parameter_supported\":"
      "true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-at-file",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"file:///etc/passwd\",\"to"
      "ken_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\""
      "code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_method"
      "s_supported\":[\"none\"],\"authorization_response_iss_parameter_supported"
      "\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-at-ftp",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"ftp://other.example/\",\""
      "token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\","
      "\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_meth"
      "ods_supported\":[\"none\"],\"authorization_response_iss_parameter_supporte"
      "d\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-at-user-info",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"https://other.example@127"
      ".0.0.1:$PORT/\",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\""
      ":\"$AS/register\",\"code_challenge_methods_supported\":[\"S256\"],\"token_"
      "endpoint_auth_methods_supported\":[\"none\"],\"authorization_response_iss_"
      "parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-at-fragment",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/x#y\",\"token_endpoin"
      "t\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_challe"
      "nge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_supported"
      "\":[\"none\"],\"authorization_response_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-at-port",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"http://127.0.0.1:$PORT/x"
      "\",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/regist"
      "er\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth"
      "_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_sup"
      "ported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "authorization-endpoint-at-cloud-metadata",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"http://169.254.169.254/x"
      "\",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/regist"
      "er\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth"
      "_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_sup"
      "ported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "the local link",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "authorization-endpoint-at-octal",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"https://0177.0.0.1:$PORT/"
      "x\",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/regis"
      "ter\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_aut"
      "h_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_su"
      "pported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "unusual spelling",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "authorization-endpoint-at-no-encryption",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"http://public.example/x\""
      ",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register"
      "\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_m"
      "ethods_supported\":[\"none\"],\"authorization_response_iss_parameter_suppo"
      "rted\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "http",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "registration-endpoint-at-script",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"javascript:alert(1)\","
      "\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_meth"
      "ods_supported\":[\"none\"],\"authorization_response_iss_parameter_supporte"
      "d\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "registration_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "registration-endpoint-at-data",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"data:text/html,x\",\"c"
      "ode_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods"
      "_supported\":[\"none\"],\"authorization_response_iss_parameter_supported\""
      ":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "registration_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "registration-endpoint-at-file",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"file:///etc/passwd\","
      "\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_meth"
      "ods_supported\":[\"none\"],\"authorization_response_iss_parameter_supporte"
      "d\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "registration_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "registration-endpoint-at-ftp",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"ftp://other.example/\""
      ",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_met"
      "hods_supported\":[\"none\"],\"authorization_response_iss_parameter_support"
      "ed\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "registration_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "registration-endpoint-at-user-info",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"https://other.example@"
      "127.0.0.1:$PORT/\",\"code_challenge_methods_supported\":[\"S256\"],\"token"
      "_endpoint_auth_methods_supported\":[\"none\"],\"authorization_response_iss"
      "_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "registration_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "registration-endpoint-at-fragment",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/x#y\",\"code_chall"
      "enge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_supporte"
      "d\":[\"none\"],\"authorization_response_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "registration_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "registration-endpoint-at-port",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"http://127.0.0.1:$PORT"
      "/x\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth"
      "_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_sup"
      "ported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "registration-endpoint-at-cloud-metadata",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"http://169.254.169.254"
      "/x\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth"
      "_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_sup"
      "ported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "the local link",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "registration-endpoint-at-octal",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"https://0177.0.0.1:$PO"
      "RT/x\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_au"
      "th_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_s"
      "upported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "unusual spelling",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "registration-endpoint-at-no-encryption",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"http://public.example/"
      "x\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_"
      "methods_supported\":[\"none\"],\"authorization_response_iss_parameter_supp"
      "orted\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "http",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "token-endpoint-at-script",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"javascript:alert(1)\",\"registration_endpoint\":\"$AS/register"
      "\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_m"
      "ethods_supported\":[\"none\"],\"authorization_response_iss_parameter_suppo"
      "rted\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "token-endpoint-at-data",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"data:text/html,x\",\"registration_endpoint\":\"$AS/register\","
      "\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_meth"
      "ods_supported\":[\"none\"],\"authorization_response_iss_parameter_supporte"
      "d\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "token-endpoint-at-file",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"file:///etc/passwd\",\"registration_endpoint\":\"$AS/register"
      "\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_m"
      "ethods_supported\":[\"none\"],\"authorization_response_iss_parameter_suppo"
      "rted\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "token-endpoint-at-ftp",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"ftp://other.example/\",\"registration_endpoint\":\"$AS/registe"
      "r\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_"
      "methods_supported\":[\"none\"],\"authorization_response_iss_parameter_supp"
      "orted\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "token-endpoint-at-user-info",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"https://other.example@127.0.0.1:$PORT/\",\"registration_endpoi"
      "nt\":\"$AS/register\",\"code_challenge_methods_supported\":[\"S256\"],\"to"
      "ken_endpoint_auth_methods_supported\":[\"none\"],\"authorization_response_"
      "iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "token-endpoint-at-fragment",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/x#y\",\"registration_endpoint\":\"$AS/register\",\"code_ch"
      "allenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_suppo"
      "rted\":[\"none\"],\"authorization_response_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "token-endpoint-at-port",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"http://127.0.0.1:$PORT/x\",\"registration_endpoint\":\"$AS/reg"
      "ister\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_a"
      "uth_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_"
      "supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "token-endpoint-at-cloud-metadata",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"http://169.254.169.254/x\",\"registration_endpoint\":\"$AS/reg"
      "ister\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_a"
      "uth_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_"
      "supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "the local link",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "token-endpoint-at-octal",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"https://0177.0.0.1:$PORT/x\",\"registration_endpoint\":\"$AS/r"
      "egister\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint"
      "_auth_methods_supported\":[\"none\"],\"authorization_response_iss_paramete"
      "r_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "unusual spelling",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "token-endpoint-at-no-encryption",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"http://public.example/x\",\"registration_endpoint\":\"$AS/regi"
      "ster\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_au"
      "th_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_s"
      "upported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "http",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "registration-endpoint-at-name-that-leads-here",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"https://loop.example:$"
      "PORT/x\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_"
      "auth_methods_supported\":[\"none\"],\"authorization_response_iss_parameter"
      "_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "loop.example is at 127.0.0.1",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "token-endpoint-at-name-that-leads-here",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"https://loop.example:$PORT/x\",\"registration_endpoint\":\"$AS"
      "/register\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoi"
      "nt_auth_methods_supported\":[\"none\"],\"authorization_response_iss_parame"
      "ter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "loop.example is at 127.0.0.1",
    .stage = AUTH_STAGE_BROWSER,
  },
};

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);
  auth_cases_add (cases, G_N_ELEMENTS (cases));

  return g_test_run ();
}
