/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-cases.h"
#include "salon-core-error.h"

/* Documents that are not what they should be. */

static const AuthCase cases[] = {
  {
    .name = "resource-metadata-without-end",
    .lies.resource =
      "DRIP",
    .code = SALON_MCP_AUTH_ERROR_TIMED_OUT,
    .words =
      "did not answer within 30 seconds",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-never-begun",
    .lies.resource =
      "HANG",
    .code = SALON_MCP_AUTH_ERROR_TIMED_OUT,
    .words =
      "did not answer within 30 seconds",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-oversize",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"$AS\"],\"x\":\"$BIG\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "longer than 256 KiB",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-too-deep",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"$AS\"],\"x\":$DEEP}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "no JSON that can be read",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-is-a-page",
    .lies.resource =
      "HTTP 200 text/html\n\n<html>",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "answered with text/html in place of JSON",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-is-an-array",
    .lies.resource =
      "[]",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "has to be a JSON object, not an array",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-is-empty",
    .lies.resource =
      "HTTP 200\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "is empty",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-says-resource-twice",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"$AS\"],\"resource\":\""
      "$EVIL\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "has the member \342\200\234resource\342\200\235 twice",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-metadata-fails",
    .lies.resource =
      "HTTP 500\n\n{}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "status 500",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "server-metadata-without-end",
    .lies.server =
      "DRIP",
    .code = SALON_MCP_AUTH_ERROR_TIMED_OUT,
    .words =
      "did not answer within 30 seconds",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-never-begun",
    .lies.server =
      "HANG",
    .code = SALON_MCP_AUTH_ERROR_TIMED_OUT,
    .words =
      "did not answer within 30 seconds",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-oversize",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_sup"
      "ported\":[\"none\"],\"authorization_response_iss_parameter_supported\":tru"
      "e,\"x\":\"$BIG\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "longer than 256 KiB",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-too-deep",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_sup"
      "ported\":[\"none\"],\"authorization_response_iss_parameter_supported\":tru"
      "e,\"x\":$DEEP}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "no JSON that can be read",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-is-a-page",
    .lies.server =
      "HTTP 200 text/html\n\n<html>",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "answered with text/html in place of JSON",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-is-an-array",
    .lies.server =
      "[]",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "has to be a JSON object, not an array",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-is-empty",
    .lies.server =
      "HTTP 200\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "is empty",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-says-issuer-twice",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_sup"
      "ported\":[\"none\"],\"authorization_response_iss_parameter_supported\":tru"
      "e,\"issuer\":\"$EVIL\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "has the member \342\200\234issuer\342\200\235 twice",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-fails",
    .lies.server =
      "HTTP 500\n\n{}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "status 500",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "resource-of-other-origin",
    .lies.resource =
      "{\"resource\":\"$EVIL/mcp\",\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "$EVIL/mcp",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-of-other-host",
    .lies.resource =
      "{\"resource\":\"https://bank.example/\",\"authorization_servers\":[\"$AS\""
      "]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "https://bank.example/",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-of-other-path",
    .lies.resource =
      "{\"resource\":\"$ORIGIN/other\",\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "$ORIGIN/other",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-below-the-server",
    .lies.resource =
      "{\"resource\":\"$MCP/x\",\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "$MCP/x",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-that-only-begins-alike",
    .lies.resource =
      "{\"resource\":\"$ORIGIN/mc\",\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "$ORIGIN/mc",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-with-dots",
    .lies.resource =
      "{\"resource\":\"$MCP/../other\",\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "$MCP/../other",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-without-encryption",
    .lies.resource =
      "{\"resource\":\"http://other.example/mcp\",\"authorization_servers\":[\"$A"
      "S\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "http://other.example",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-with-user-info",
    .lies.resource =
      "{\"resource\":\"https://x@other.example/mcp\",\"authorization_servers\":["
      "\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-with-fragment",
    .lies.resource =
      "{\"resource\":\"$MCP#x\",\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-with-direction-marks",
    .lies.resource =
      "{\"resource\":\"https://\342\200\256elpmaxe.rehto/mcp\",\"authorization_se"
      "rvers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-missing",
    .lies.resource =
      "{\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "resource",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "resource-is-a-number",
    .lies.resource =
      "{\"resource\":7,\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "resource",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "no-authorization-servers",
    .lies.resource =
      "{\"resource\":\"$MCP\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_servers",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "empty-authorization-servers",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[]}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_servers",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "authorization-servers-is-a-string",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":\"$AS\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_servers",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "authorization-servers-are-no-addresses",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"javascript:alert(1)\","
      "\"data:x\",\"\",\"/x\",7,null]}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "authorization_servers",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "authorization-server-inside",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"https://127.0.0.1:$POR"
      "T\"]}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "authorization-server-is-cloud-metadata",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"https://169.254.169.25"
      "4\"]}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "the local link",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "a-thousand-authorization-servers",
    .lies.resource =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"https://127.0.0.1:$POR"
      "T/0\",\"https://127.0.0.1:$PORT/1\",\"https://127.0.0.1:$PORT/2\",\"https:"
      "//127.0.0.1:$PORT/3\",\"https://127.0.0.1:$PORT/4\",\"https://127.0.0.1:$P"
      "ORT/5\",\"https://127.0.0.1:$PORT/6\",\"https://127.0.0.1:$PORT/7\",\"http"
      "s://127.0.0.1:$PORT/8\",\"https://127.0.0.1:$PORT/9\",\"https://127.0.0.1:"
      "$PORT/10\",\"https://127.0.0.1:$PORT/11\",\"https://127.0.0.1:$PORT/12\","
      "\"https://127.0.0.1:$PORT/13\",\"https://127.0.0.1:$PORT/14\",\"https://12"
      "7.0.0.1:$PORT/15\",\"https://127.0.0.1:$PORT/16\",\"https://127.0.0.1:$POR"
      "T/17\",\"https://127.0.0.1:$PORT/18\",\"https://127.0.0.1:$PORT/19\",\"htt"
      "ps://127.0.0.1:$PORT/20\",\"https://127.0.0.1:$PORT/21\",\"https://127.0.0"
      ".1:$PORT/22\",\"https://127.0.0.1:$PORT/23\",\"https://127.0.0.1:$PORT/24"
      "\",\"https://127.0.0.1:$PORT/25\",\"https://127.0.0.1:$PORT/26\",\"https:/"
      "/127.0.0.1:$PORT/27\",\"https://127.0.0.1:$PORT/28\",\"https://127.0.0.1:$"
      "PORT/29\",\"https://127.0.0.1:$PORT/30\",\"https://127.0.0.1:$PORT/31\",\""
      "https://127.0.0.1:$PORT/32\",\"https://127.0.0.1:$PORT/33\",\"https://127."
      "0.0.1:$PORT/34\",\"https://127.0.0.1:$PORT/35\",\"https://127.0.0.1:$PORT/"
      "36\",\"https://127.0.0.1:$PORT/37\",\"https://127.0.0.1:$PORT/38\",\"https"
      "://127.0.0.1:$PORT/39\",\"https://127.0.0.1:$PORT/40\",\"https://127.0.0.1"
      ":$PORT/41\",\"https://127.0.0.1:$PORT/42\",\"https://127.0.0.1:$PORT/43\","
      "\"https://127.0.0.1:$PORT/44\",\"https://127.0.0.1:$PORT/45\",\"https://12"
      "7.0.0.1:$PORT/46\",\"https://127.0.0.1:$PORT/47\",\"https://127.0.0.1:$POR"
      "T/48\",\"https://127.0.0.1:$PORT/49\",\"https://127.0.0.1:$PORT/50\",\"htt"
      "ps://127.0.0.1:$PORT/51\",\"https://127.0.0.1:$PORT/52\",\"https://127.0.0"
      ".1:$PORT/53\",\"https://127.0.0.1:$PORT/54\",\"https://127.0.0.1:$PORT/55"
      "\",\"https://127.0.0.1:$PORT/56\",\"https://127.0.0.1:$PORT/57\",\"https:/"
      "/127.0.0.1:$PORT/58\",\"https://127.0.0.1:$PORT/59\",\"https://127.0.0.1:$"
      "PORT/60\",\"https://127.0.0.1:$PORT/61\",\"https://127.0.0.1:$PORT/62\",\""
      "https://127.0.0.1:$PORT/63\",\"https://127.0.0.1:$PORT/64\",\"https://127."
      "0.0.1:$PORT/65\",\"https://127.0.0.1:$PORT/66\",\"https://127.0.0.1:$PORT/"
      "67\",\"https://127.0.0.1:$PORT/68\",\"https://127.0.0.1:$PORT/69\",\"https"
      "://127.0.0.1:$PORT/70\",\"https://127.0.0.1:$PORT/71\",\"https://127.0.0.1"
      ":$PORT/72\",\"https://127.0.0.1:$PORT/73\",\"https://127.0.0.1:$PORT/74\","
      "\"https://127.0.0.1:$PORT/75\",\"https://127.0.0.1:$PORT/76\",\"https://12"
      "7.0.0.1:$PORT/77\",\"https://127.0.0.1:$PORT/78\",\"https://127.0.0.1:$POR"
      "T/79\",\"https://127.0.0.1:$PORT/80\",\"https://127.0.0.1:$PORT/81\",\"htt"
      "ps://127.0.0.1:$PORT/82\",\"https://127.0.0.1:$PORT/83\",\"https://127.0.0"
      ".1:$PORT/84\",\"https://127.0.0.1:$PORT/85\",\"https://127.0.0.1:$PORT/86"
      "\",\"https://127.0.0.1:$PORT/87\",\"https://127.0.0.1:$PORT/88\",\"https:/"
      "/127.0.0.1:$PORT/89\",\"https://127.0.0.1:$PORT/90\",\"https://127.0.0.1:$"
      "PORT/91\",\"https://127.0.0.1:$PORT/92\",\"https://127.0.0.1:$PORT/93\",\""
      "https://127.0.0.1:$PORT/94\",\"https://127.0.0.1:$PORT/95\",\"https://127."
      "0.0.1:$PORT/96\",\"https://127.0.0.1:$PORT/97\",\"https://127.0.0.1:$PORT/"
      "98\",\"https://127.0.0.1:$PORT/99\",\"https://127.0.0.1:$PORT/100\",\"http"
      "s://127.0.0.1:$PORT/101\",\"https://127.0.0.1:$PORT/102\",\"https://127.0."
      "0.1:$PORT/103\",\"https://127.0.0.1:$PORT/104\",\"https://127.0.0.1:$PORT/"
      "105\",\"https://127.0.0.1:$PORT/106\",\"https://127.0.0.1:$PORT/107\",\"ht"
      "tps://127.0.0.1:$PORT/108\",\"https://127.0.0.1:$PORT/109\",\"https://127."
      "0.0.1:$PORT/110\",\"https://127.0.0.1:$PORT/111\",\"https://127.0.0.1:$POR"
      "T/112\",\"https://127.0.0.1:$PORT/113\",\"https://127.0.0.1:$PORT/114\",\""
      "https://127.0.0.1:$PORT/115\",\"https://127.0.0.1:$PORT/116\",\"https://12"
      "7.0.0.1:$PORT/117\",\"https://127.0.0.1:$PORT/118\",\"https://127.0.0.1:$P"
      "ORT/119\",\"https://127.0.0.1:$PORT/120\",\"https://127.0.0.1:$PORT/121\","
      "\"https://127.0.0.1:$PORT/122\",\"https://127.0.0.1:$PORT/123\",\"https://"
      "127.0.0.1:$PORT/124\",\"https://127.0.0.1:$PORT/125\",\"https://127.0.0.1:"
      "$PORT/126\",\"https://127.0.0.1:$PORT/127\",\"https://127.0.0.1:$PORT/128"
      "\",\"https://127.0.0.1:$PORT/129\",\"https://127.0.0.1:$PORT/130\",\"https"
      "://127.0.0.1:$PORT/131\",\"https://127.0.0.1:$PORT/132\",\"https://127.0.0"
      ".1:$PORT/133\",\"https://127.0.0.1:$PORT/134\",\"https://127.0.0.1:$PORT/1"
      "35\",\"https://127.0.0.1:$PORT/136\",\"https://127.0.0.1:$PORT/137\",\"htt"
      "ps://127.0.0.1:$PORT/138\",\"https://127.0.0.1:$PORT/139\",\"https://127.0"
      ".0.1:$PORT/140\",\"https://127.0.0.1:$PORT/141\",\"https://127.0.0.1:$PORT"
      "/142\",\"https://127.0.0.1:$PORT/143\",\"https://127.0.0.1:$PORT/144\",\"h"
      "ttps://127.0.0.1:$PORT/145\",\"https://127.0.0.1:$PORT/146\",\"https://127"
      ".0.0.1:$PORT/147\",\"https://127.0.0.1:$PORT/148\",\"https://127.0.0.1:$PO"
      "RT/149\",\"https://127.0.0.1:$PORT/150\",\"https://127.0.0.1:$PORT/151\","
      "\"https://127.0.0.1:$PORT/152\",\"https://127.0.0.1:$PORT/153\",\"https://"
      "127.0.0.1:$PORT/154\",\"https://127.0.0.1:$PORT/155\",\"https://127.0.0.1:"
      "$PORT/156\",\"https://127.0.0.1:$PORT/157\",\"https://127.0.0.1:$PORT/158"
      "\",\"https://127.0.0.1:$PORT/159\",\"https://127.0.0.1:$PORT/160\",\"https"
      "://127.0.0.1:$PORT/161\",\"https://127.0.0.1:$PORT/162\",\"https://127.0.0"
      ".1:$PORT/163\",\"https://127.0.0.1:$PORT/164\",\"https://127.0.0.1:$PORT/1"
      "65\",\"https://127.0.0.1:$PORT/166\",\"https://127.0.0.1:$PORT/167\",\"htt"
      "ps://127.0.0.1:$PORT/168\",\"https://127.0.0.1:$PORT/169\",\"https://127.0"
      ".0.1:$PORT/170\",\"https://127.0.0.1:$PORT/171\",\"https://127.0.0.1:$PORT"
      "/172\",\"https://127.0.0.1:$PORT/173\",\"https://127.0.0.1:$PORT/174\",\"h"
      "ttps://127.0.0.1:$PORT/175\",\"https://127.0.0.1:$PORT/176\",\"https://127"
      ".0.0.1:$PORT/177\",\"https://127.0.0.1:$PORT/178\",\"https://127.0.0.1:$PO"
      "RT/179\",\"https://127.0.0.1:$PORT/180\",\"https://127.0.0.1:$PORT/181\","
      "\"https://127.0.0.1:$PORT/182\",\"https://127.0.0.1:$PORT/183\",\"https://"
      "127.0.0.1:$PORT/184\",\"https://127.0.0.1:$PORT/185\",\"https://127.0.0.1:"
      "$PORT/186\",\"https://127.0.0.1:$PORT/187\",\"https://127.0.0.1:$PORT/188"
      "\",\"https://127.0.0.1:$PORT/189\",\"https://127.0.0.1:$PORT/190\",\"https"
      "://127.0.0.1:$PORT/191\",\"https://127.0.0.1:$PORT/192\",\"https://127.0.0"
      ".1:$PORT/193\",\"https://127.0.0.1:$PORT/194\",\"https://127.0.0.1:$PORT/1"
      "95\",\"https://127.0.0.1:$PORT/196\",\"https://127.0.0.1:$PORT/197\",\"htt"
      "ps://127.0.0.1:$PORT/198\",\"https://127.0.0.1:$PORT/199\",\"https://127.0"
      ".0.1:$PORT/200\",\"https://127.0.0.1:$PORT/201\",\"https://127.0.0.1:$PORT"
      "/202\",\"https://127.0.0.1:$PORT/203\",\"https://127.0.0.1:$PORT/204\",\"h"
      "ttps://127.0.0.1:$PORT/205\",\"https://127.0.0.1:$PORT/206\",\"https://127"
      ".0.0.1:$PORT/207\",\"https://127.0.0.1:$PORT/208\",\"https://127.0.0.1:$PO"
      "RT/209\",\"https://127.0.0.1:$PORT/210\",\"https://127.0.0.1:$PORT/211\","
      "\"https://127.0.0.1:$PORT/212\",\"https://127.0.0.1:$PORT/213\",\"https://"
      "127.0.0.1:$PORT/214\",\"https://127.0.0.1:$PORT/215\",\"https://127.0.0.1:"
      "$PORT/216\",\"https://127.0.0.1:$PORT/217\",\"https://127.0.0.1:$PORT/218"
      "\",\"https://127.0.0.1:$PORT/219\",\"https://127.0.0.1:$PORT/220\",\"https"
      "://127.0.0.1:$PORT/221\",\"https://127.0.0.1:$PORT/222\",\"https://127.0.0"
      ".1:$PORT/223\",\"https://127.0.0.1:$PORT/224\",\"https://127.0.0.1:$PORT/2"
      "25\",\"https://127.0.0.1:$PORT/226\",\"https://127.0.0.1:$PORT/227\",\"htt"
      "ps://127.0.0.1:$PORT/228\",\"https://127.0.0.1:$PORT/229\",\"https://127.0"
      ".0.1:$PORT/230\",\"https://127.0.0.1:$PORT/231\",\"https://127.0.0.1:$PORT"
      "/232\",\"https://127.0.0.1:$PORT/233\",\"https://127.0.0.1:$PORT/234\",\"h"
      "ttps://127.0.0.1:$PORT/235\",\"https://127.0.0.1:$PORT/236\",\"https://127"
      ".0.0.1:$PORT/237\",\"https://127.0.0.1:$PORT/238\",\"https://127.0.0.1:$PO"
      "RT/239\",\"https://127.0.0.1:$PORT/240\",\"https://127.0.0.1:$PORT/241\","
      "\"https://127.0.0.1:$PORT/242\",\"https://127.0.0.1:$PORT/243\",\"https://"
      "127.0.0.1:$PORT/244\",\"https://127.0.0.1:$PORT/245\",\"https://127.0.0.1:"
      "$PORT/246\",\"https://127.0.0.1:$PORT/247\",\"https://127.0.0.1:$PORT/248"
      "\",\"https://127.0.0.1:$PORT/249\",\"https://127.0.0.1:$PORT/250\",\"https"
      "://127.0.0.1:$PORT/251\",\"https://127.0.0.1:$PORT/252\",\"https://127.0.0"
      ".1:$PORT/253\",\"https://127.0.0.1:$PORT/254\",\"https://127.0.0.1:$PORT/2"
      "55\",\"https://127.0.0.1:$PORT/256\",\"https://127.0.0.1:$PORT/257\",\"htt"
      "ps://127.0.0.1:$PORT/258\",\"https://127.0.0.1:$PORT/259\",\"https://127.0"
      ".0.1:$PORT/260\",\"https://127.0.0.1:$PORT/261\",\"https://127.0.0.1:$PORT"
      "/262\",\"https://127.0.0.1:$PORT/263\",\"https://127.0.0.1:$PORT/264\",\"h"
      "ttps://127.0.0.1:$PORT/265\",\"https://127.0.0.1:$PORT/266\",\"https://127"
      ".0.0.1:$PORT/267\",\"https://127.0.0.1:$PORT/268\",\"https://127.0.0.1:$PO"
      "RT/269\",\"https://127.0.0.1:$PORT/270\",\"https://127.0.0.1:$PORT/271\","
      "\"https://127.0.0.1:$PORT/272\",\"https://127.0.0.1:$PORT/273\",\"https://"
      "127.0.0.1:$PORT/274\",\"https://127.0.0.1:$PORT/275\",\"https://127.0.0.1:"
      "$PORT/276\",\"https://127.0.0.1:$PORT/277\",\"https://127.0.0.1:$PORT/278"
      "\",\"https://127.0.0.1:$PORT/279\",\"https://127.0.0.1:$PORT/280\",\"https"
      "://127.0.0.1:$PORT/281\",\"https://127.0.0.1:$PORT/282\",\"https://127.0.0"
      ".1:$PORT/283\",\"https://127.0.0.1:$PORT/284\",\"https://127.0.0.1:$PORT/2"
      "85\",\"https://127.0.0.1:$PORT/286\",\"https://127.0.0.1:$PORT/287\",\"htt"
      "ps://127.0.0.1:$PORT/288\",\"https://127.0.0.1:$PORT/289\",\"https://127.0"
      ".0.1:$PORT/290\",\"https://127.0.0.1:$PORT/291\",\"https://127.0.0.1:$PORT"
      "/292\",\"https://127.0.0.1:$PORT/293\",\"https://127.0.0.1:$PORT/294\",\"h"
      "ttps://127.0.0.1:$PORT/295\",\"https://127.0.0.1:$PORT/296\",\"https://127"
      ".0.0.1:$PORT/297\",\"https://127.0.0.1:$PORT/298\",\"https://127.0.0.1:$PO"
      "RT/299\",\"https://127.0.0.1:$PORT/300\",\"https://127.0.0.1:$PORT/301\","
      "\"https://127.0.0.1:$PORT/302\",\"https://127.0.0.1:$PORT/303\",\"https://"
      "127.0.0.1:$PORT/304\",\"https://127.0.0.1:$PORT/305\",\"https://127.0.0.1:"
      "$PORT/306\",\"https://127.0.0.1:$PORT/307\",\"https://127.0.0.1:$PORT/308"
      "\",\"https://127.0.0.1:$PORT/309\",\"https://127.0.0.1:$PORT/310\",\"https"
      "://127.0.0.1:$PORT/311\",\"https://127.0.0.1:$PORT/312\",\"https://127.0.0"
      ".1:$PORT/313\",\"https://127.0.0.1:$PORT/314\",\"https://127.0.0.1:$PORT/3"
      "15\",\"https://127.0.0.1:$PORT/316\",\"https://127.0.0.1:$PORT/317\",\"htt"
      "ps://127.0.0.1:$PORT/318\",\"https://127.0.0.1:$PORT/319\",\"https://127.0"
      ".0.1:$PORT/320\",\"https://127.0.0.1:$PORT/321\",\"https://127.0.0.1:$PORT"
      "/322\",\"https://127.0.0.1:$PORT/323\",\"https://127.0.0.1:$PORT/324\",\"h"
      "ttps://127.0.0.1:$PORT/325\",\"https://127.0.0.1:$PORT/326\",\"https://127"
      ".0.0.1:$PORT/327\",\"https://127.0.0.1:$PORT/328\",\"https://127.0.0.1:$PO"
      "RT/329\",\"https://127.0.0.1:$PORT/330\",\"https://127.0.0.1:$PORT/331\","
      "\"https://127.0.0.1:$PORT/332\",\"https://127.0.0.1:$PORT/333\",\"https://"
      "127.0.0.1:$PORT/334\",\"https://127.0.0.1:$PORT/335\",\"https://127.0.0.1:"
      "$PORT/336\",\"https://127.0.0.1:$PORT/337\",\"https://127.0.0.1:$PORT/338"
      "\",\"https://127.0.0.1:$PORT/339\",\"https://127.0.0.1:$PORT/340\",\"https"
      "://127.0.0.1:$PORT/341\",\"https://127.0.0.1:$PORT/342\",\"https://127.0.0"
      ".1:$PORT/343\",\"https://127.0.0.1:$PORT/344\",\"https://127.0.0.1:$PORT/3"
      "45\",\"https://127.0.0.1:$PORT/346\",\"https://127.0.0.1:$PORT/347\",\"htt"
      "ps://127.0.0.1:$PORT/348\",\"https://127.0.0.1:$PORT/349\",\"https://127.0"
      ".0.1:$PORT/350\",\"https://127.0.0.1:$PORT/351\",\"https://127.0.0.1:$PORT"
      "/352\",\"https://127.0.0.1:$PORT/353\",\"https://127.0.0.1:$PORT/354\",\"h"
      "ttps://127.0.0.1:$PORT/355\",\"https://127.0.0.1:$PORT/356\",\"https://127"
      ".0.0.1:$PORT/357\",\"https://127.0.0.1:$PORT/358\",\"https://127.0.0.1:$PO"
      "RT/359\",\"https://127.0.0.1:$PORT/360\",\"https://127.0.0.1:$PORT/361\","
      "\"https://127.0.0.1:$PORT/362\",\"https://127.0.0.1:$PORT/363\",\"https://"
      "127.0.0.1:$PORT/364\",\"https://127.0.0.1:$PORT/365\",\"https://127.0.0.1:"
      "$PORT/366\",\"https://127.0.0.1:$PORT/367\",\"https://127.0.0.1:$PORT/368"
      "\",\"https://127.0.0.1:$PORT/369\",\"https://127.0.0.1:$PORT/370\",\"https"
      "://127.0.0.1:$PORT/371\",\"https://127.0.0.1:$PORT/372\",\"https://127.0.0"
      ".1:$PORT/373\",\"https://127.0.0.1:$PORT/374\",\"https://127.0.0.1:$PORT/3"
      "75\",\"https://127.0.0.1:$PORT/376\",\"https://127.0.0.1:$PORT/377\",\"htt"
      "ps://127.0.0.1:$PORT/378\",\"https://127.0.0.1:$PORT/379\",\"https://127.0"
      ".0.1:$PORT/380\",\"https://127.0.0.1:$PORT/381\",\"https://127.0.0.1:$PORT"
      "/382\",\"https://127.0.0.1:$PORT/383\",\"https://127.0.0.1:$PORT/384\",\"h"
      "ttps://127.0.0.1:$PORT/385\",\"https://127.0.0.1:$PORT/386\",\"https://127"
      ".0.0.1:$PORT/387\",\"https://127.0.0.1:$PORT/388\",\"https://127.0.0.1:$PO"
      "RT/389\",\"https://127.0.0.1:$PORT/390\",\"https://127.0.0.1:$PORT/391\","
      "\"https://127.0.0.1:$PORT/392\",\"https://127.0.0.1:$PORT/393\",\"https://"
      "127.0.0.1:$PORT/394\",\"https://127.0.0.1:$PORT/395\",\"https://127.0.0.1:"
      "$PORT/396\",\"https://127.0.0.1:$PORT/397\",\"https://127.0.0.1:$PORT/398"
      "\",\"https://127.0.0.1:$PORT/399\",\"https://127.0.0.1:$PORT/400\",\"https"
      "://127.0.0.1:$PORT/401\",\"https://127.0.0.1:$PORT/402\",\"https://127.0.0"
      ".1:$PORT/403\",\"https://127.0.0.1:$PORT/404\",\"https://127.0.0.1:$PORT/4"
      "05\",\"https://127.0.0.1:$PORT/406\",\"https://127.0.0.1:$PORT/407\",\"htt"
      "ps://127.0.0.1:$PORT/408\",\"https://127.0.0.1:$PORT/409\",\"https://127.0"
      ".0.1:$PORT/410\",\"https://127.0.0.1:$PORT/411\",\"https://127.0.0.1:$PORT"
      "/412\",\"https://127.0.0.1:$PORT/413\",\"https://127.0.0.1:$PORT/414\",\"h"
      "ttps://127.0.0.1:$PORT/415\",\"https://127.0.0.1:$PORT/416\",\"https://127"
      ".0.0.1:$PORT/417\",\"https://127.0.0.1:$PORT/418\",\"https://127.0.0.1:$PO"
      "RT/419\",\"https://127.0.0.1:$PORT/420\",\"https://127.0.0.1:$PORT/421\","
      "\"https://127.0.0.1:$PORT/422\",\"https://127.0.0.1:$PORT/423\",\"https://"
      "127.0.0.1:$PORT/424\",\"https://127.0.0.1:$PORT/425\",\"https://127.0.0.1:"
      "$PORT/426\",\"https://127.0.0.1:$PORT/427\",\"https://127.0.0.1:$PORT/428"
      "\",\"https://127.0.0.1:$PORT/429\",\"https://127.0.0.1:$PORT/430\",\"https"
      "://127.0.0.1:$PORT/431\",\"https://127.0.0.1:$PORT/432\",\"https://127.0.0"
      ".1:$PORT/433\",\"https://127.0.0.1:$PORT/434\",\"https://127.0.0.1:$PORT/4"
      "35\",\"https://127.0.0.1:$PORT/436\",\"https://127.0.0.1:$PORT/437\",\"htt"
      "ps://127.0.0.1:$PORT/438\",\"https://127.0.0.1:$PORT/439\",\"https://127.0"
      ".0.1:$PORT/440\",\"https://127.0.0.1:$PORT/441\",\"https://127.0.0.1:$PORT"
      "/442\",\"https://127.0.0.1:$PORT/443\",\"https://127.0.0.1:$PORT/444\",\"h"
      "ttps://127.0.0.1:$PORT/445\",\"https://127.0.0.1:$PORT/446\",\"https://127"
      ".0.0.1:$PORT/447\",\"https://127.0.0.1:$PORT/448\",\"https://127.0.0.1:$PO"
      "RT/449\",\"https://127.0.0.1:$PORT/450\",\"https://127.0.0.1:$PORT/451\","
      "\"https://127.0.0.1:$PORT/452\",\"https://127.0.0.1:$PORT/453\",\"https://"
      "127.0.0.1:$PORT/454\",\"https://127.0.0.1:$PORT/455\",\"https://127.0.0.1:"
      "$PORT/456\",\"https://127.0.0.1:$PORT/457\",\"https://127.0.0.1:$PORT/458"
      "\",\"https://127.0.0.1:$PORT/459\",\"https://127.0.0.1:$PORT/460\",\"https"
      "://127.0.0.1:$PORT/461\",\"https://127.0.0.1:$PORT/462\",\"https://127.0.0"
      ".1:$PORT/463\",\"https://127.0.0.1:$PORT/464\",\"https://127.0.0.1:$PORT/4"
      "65\",\"https://127.0.0.1:$PORT/466\",\"https://127.0.0.1:$PORT/467\",\"htt"
      "ps://127.0.0.1:$PORT/468\",\"https://127.0.0.1:$PORT/469\",\"https://127.0"
      ".0.1:$PORT/470\",\"https://127.0.0.1:$PORT/471\",\"https://127.0.0.1:$PORT"
      "/472\",\"https://127.0.0.1:$PORT/473\",\"https://127.0.0.1:$PORT/474\",\"h"
      "ttps://127.0.0.1:$PORT/475\",\"https://127.0.0.1:$PORT/476\",\"https://127"
      ".0.0.1:$PORT/477\",\"https://127.0.0.1:$PORT/478\",\"https://127.0.0.1:$PO"
      "RT/479\",\"https://127.0.0.1:$PORT/480\",\"https://127.0.0.1:$PORT/481\","
      "\"https://127.0.0.1:$PORT/482\",\"https://127.0.0.1:$PORT/483\",\"https://"
      "127.0.0.1:$PORT/484\",\"https://127.0.0.1:$PORT/485\",\"https://127.0.0.1:"
      "$PORT/486\",\"https://127.0.0.1:$PORT/487\",\"https://127.0.0.1:$PORT/488"
      "\",\"https://127.0.0.1:$PORT/489\",\"https://127.0.0.1:$PORT/490\",\"https"
      "://127.0.0.1:$PORT/491\",\"https://127.0.0.1:$PORT/492\",\"https://127.0.0"
      ".1:$PORT/493\",\"https://127.0.0.1:$PORT/494\",\"https://127.0.0.1:$PORT/4"
      "95\",\"https://127.0.0.1:$PORT/496\",\"https://127.0.0.1:$PORT/497\",\"htt"
      "ps://127.0.0.1:$PORT/498\",\"https://127.0.0.1:$PORT/499\",\"https://127.0"
      ".0.1:$PORT/500\",\"https://127.0.0.1:$PORT/501\",\"https://127.0.0.1:$PORT"
      "/502\",\"https://127.0.0.1:$PORT/503\",\"https://127.0.0.1:$PORT/504\",\"h"
      "ttps://127.0.0.1:$PORT/505\",\"https://127.0.0.1:$PORT/506\",\"https://127"
      ".0.0.1:$PORT/507\",\"https://127.0.0.1:$PORT/508\",\"https://127.0.0.1:$PO"
      "RT/509\",\"https://127.0.0.1:$PORT/510\",\"https://127.0.0.1:$PORT/511\","
      "\"https://127.0.0.1:$PORT/512\",\"https://127.0.0.1:$PORT/513\",\"https://"
      "127.0.0.1:$PORT/514\",\"https://127.0.0.1:$PORT/515\",\"https://127.0.0.1:"
      "$PORT/516\",\"https://127.0.0.1:$PORT/517\",\"https://127.0.0.1:$PORT/518"
      "\",\"https://127.0.0.1:$PORT/519\",\"https://127.0.0.1:$PORT/520\",\"https"
      "://127.0.0.1:$PORT/521\",\"https://127.0.0.1:$PORT/522\",\"https://127.0.0"
      ".1:$PORT/523\",\"https://127.0.0.1:$PORT/524\",\"https://127.0.0.1:$PORT/5"
      "25\",\"https://127.0.0.1:$PORT/526\",\"https://127.0.0.1:$PORT/527\",\"htt"
      "ps://127.0.0.1:$PORT/528\",\"https://127.0.0.1:$PORT/529\",\"https://127.0"
      ".0.1:$PORT/530\",\"https://127.0.0.1:$PORT/531\",\"https://127.0.0.1:$PORT"
      "/532\",\"https://127.0.0.1:$PORT/533\",\"https://127.0.0.1:$PORT/534\",\"h"
      "ttps://127.0.0.1:$PORT/535\",\"https://127.0.0.1:$PORT/536\",\"https://127"
      ".0.0.1:$PORT/537\",\"https://127.0.0.1:$PORT/538\",\"https://127.0.0.1:$PO"
      "RT/539\",\"https://127.0.0.1:$PORT/540\",\"https://127.0.0.1:$PORT/541\","
      "\"https://127.0.0.1:$PORT/542\",\"https://127.0.0.1:$PORT/543\",\"https://"
      "127.0.0.1:$PORT/544\",\"https://127.0.0.1:$PORT/545\",\"https://127.0.0.1:"
      "$PORT/546\",\"https://127.0.0.1:$PORT/547\",\"https://127.0.0.1:$PORT/548"
      "\",\"https://127.0.0.1:$PORT/549\",\"https://127.0.0.1:$PORT/550\",\"https"
      "://127.0.0.1:$PORT/551\",\"https://127.0.0.1:$PORT/552\",\"https://127.0.0"
      ".1:$PORT/553\",\"https://127.0.0.1:$PORT/554\",\"https://127.0.0.1:$PORT/5"
      "55\",\"https://127.0.0.1:$PORT/556\",\"https://127.0.0.1:$PORT/557\",\"htt"
      "ps://127.0.0.1:$PORT/558\",\"https://127.0.0.1:$PORT/559\",\"https://127.0"
      ".0.1:$PORT/560\",\"https://127.0.0.1:$PORT/561\",\"https://127.0.0.1:$PORT"
      "/562\",\"https://127.0.0.1:$PORT/563\",\"https://127.0.0.1:$PORT/564\",\"h"
      "ttps://127.0.0.1:$PORT/565\",\"https://127.0.0.1:$PORT/566\",\"https://127"
      ".0.0.1:$PORT/567\",\"https://127.0.0.1:$PORT/568\",\"https://127.0.0.1:$PO"
      "RT/569\",\"https://127.0.0.1:$PORT/570\",\"https://127.0.0.1:$PORT/571\","
      "\"https://127.0.0.1:$PORT/572\",\"https://127.0.0.1:$PORT/573\",\"https://"
      "127.0.0.1:$PORT/574\",\"https://127.0.0.1:$PORT/575\",\"https://127.0.0.1:"
      "$PORT/576\",\"https://127.0.0.1:$PORT/577\",\"https://127.0.0.1:$PORT/578"
      "\",\"https://127.0.0.1:$PORT/579\",\"https://127.0.0.1:$PORT/580\",\"https"
      "://127.0.0.1:$PORT/581\",\"https://127.0.0.1:$PORT/582\",\"https://127.0.0"
      ".1:$PORT/583\",\"https://127.0.0.1:$PORT/584\",\"https://127.0.0.1:$PORT/5"
      "85\",\"https://127.0.0.1:$PORT/586\",\"https://127.0.0.1:$PORT/587\",\"htt"
      "ps://127.0.0.1:$PORT/588\",\"https://127.0.0.1:$PORT/589\",\"https://127.0"
      ".0.1:$PORT/590\",\"https://127.0.0.1:$PORT/591\",\"https://127.0.0.1:$PORT"
      "/592\",\"https://127.0.0.1:$PORT/593\",\"https://127.0.0.1:$PORT/594\",\"h"
      "ttps://127.0.0.1:$PORT/595\",\"https://127.0.0.1:$PORT/596\",\"https://127"
      ".0.0.1:$PORT/597\",\"https://127.0.0.1:$PORT/598\",\"https://127.0.0.1:$PO"
      "RT/599\",\"https://127.0.0.1:$PORT/600\",\"https://127.0.0.1:$PORT/601\","
      "\"https://127.0.0.1:$PORT/602\",\"https://127.0.0.1:$PORT/603\",\"https://"
      "127.0.0.1:$PORT/604\",\"https://127.0.0.1:$PORT/605\",\"https://127.0.0.1:"
      "$PORT/606\",\"https://127.0.0.1:$PORT/607\",\"https://127.0.0.1:$PORT/608"
      "\",\"https://127.0.0.1:$PORT/609\",\"https://127.0.0.1:$PORT/610\",\"https"
      "://127.0.0.1:$PORT/611\",\"https://127.0.0.1:$PORT/612\",\"https://127.0.0"
      ".1:$PORT/613\",\"https://127.0.0.1:$PORT/614\",\"https://127.0.0.1:$PORT/6"
      "15\",\"https://127.0.0.1:$PORT/616\",\"https://127.0.0.1:$PORT/617\",\"htt"
      "ps://127.0.0.1:$PORT/618\",\"https://127.0.0.1:$PORT/619\",\"https://127.0"
      ".0.1:$PORT/620\",\"https://127.0.0.1:$PORT/621\",\"https://127.0.0.1:$PORT"
      "/622\",\"https://127.0.0.1:$PORT/623\",\"https://127.0.0.1:$PORT/624\",\"h"
      "ttps://127.0.0.1:$PORT/625\",\"https://127.0.0.1:$PORT/626\",\"https://127"
      ".0.0.1:$PORT/627\",\"https://127.0.0.1:$PORT/628\",\"https://127.0.0.1:$PO"
      "RT/629\",\"https://127.0.0.1:$PORT/630\",\"https://127.0.0.1:$PORT/631\","
      "\"https://127.0.0.1:$PORT/632\",\"https://127.0.0.1:$PORT/633\",\"https://"
      "127.0.0.1:$PORT/634\",\"https://127.0.0.1:$PORT/635\",\"https://127.0.0.1:"
      "$PORT/636\",\"https://127.0.0.1:$PORT/637\",\"https://127.0.0.1:$PORT/638"
      "\",\"https://127.0.0.1:$PORT/639\",\"https://127.0.0.1:$PORT/640\",\"https"
      "://127.0.0.1:$PORT/641\",\"https://127.0.0.1:$PORT/642\",\"https://127.0.0"
      ".1:$PORT/643\",\"https://127.0.0.1:$PORT/644\",\"https://127.0.0.1:$PORT/6"
      "45\",\"https://127.0.0.1:$PORT/646\",\"https://127.0.0.1:$PORT/647\",\"htt"
      "ps://127.0.0.1:$PORT/648\",\"https://127.0.0.1:$PORT/649\",\"https://127.0"
      ".0.1:$PORT/650\",\"https://127.0.0.1:$PORT/651\",\"https://127.0.0.1:$PORT"
      "/652\",\"https://127.0.0.1:$PORT/653\",\"https://127.0.0.1:$PORT/654\",\"h"
      "ttps://127.0.0.1:$PORT/655\",\"https://127.0.0.1:$PORT/656\",\"https://127"
      ".0.0.1:$PORT/657\",\"https://127.0.0.1:$PORT/658\",\"https://127.0.0.1:$PO"
      "RT/659\",\"https://127.0.0.1:$PORT/660\",\"https://127.0.0.1:$PORT/661\","
      "\"https://127.0.0.1:$PORT/662\",\"https://127.0.0.1:$PORT/663\",\"https://"
      "127.0.0.1:$PORT/664\",\"https://127.0.0.1:$PORT/665\",\"https://127.0.0.1:"
      "$PORT/666\",\"https://127.0.0.1:$PORT/667\",\"https://127.0.0.1:$PORT/668"
      "\",\"https://127.0.0.1:$PORT/669\",\"https://127.0.0.1:$PORT/670\",\"https"
      "://127.0.0.1:$PORT/671\",\"https://127.0.0.1:$PORT/672\",\"https://127.0.0"
      ".1:$PORT/673\",\"https://127.0.0.1:$PORT/674\",\"https://127.0.0.1:$PORT/6"
      "75\",\"https://127.0.0.1:$PORT/676\",\"https://127.0.0.1:$PORT/677\",\"htt"
      "ps://127.0.0.1:$PORT/678\",\"https://127.0.0.1:$PORT/679\",\"https://127.0"
      ".0.1:$PORT/680\",\"https://127.0.0.1:$PORT/681\",\"https://127.0.0.1:$PORT"
      "/682\",\"https://127.0.0.1:$PORT/683\",\"https://127.0.0.1:$PORT/684\",\"h"
      "ttps://127.0.0.1:$PORT/685\",\"https://127.0.0.1:$PORT/686\",\"https://127"
      ".0.0.1:$PORT/687\",\"https://127.0.0.1:$PORT/688\",\"https://127.0.0.1:$PO"
      "RT/689\",\"https://127.0.0.1:$PORT/690\",\"https://127.0.0.1:$PORT/691\","
      "\"https://127.0.0.1:$PORT/692\",\"https://127.0.0.1:$PORT/693\",\"https://"
      "127.0.0.1:$PORT/694\",\"https://127.0.0.1:$PORT/695\",\"https://127.0.0.1:"
      "$PORT/696\",\"https://127.0.0.1:$PORT/697\",\"https://127.0.0.1:$PORT/698"
      "\",\"https://127.0.0.1:$PORT/699\",\"https://127.0.0.1:$PORT/700\",\"https"
      "://127.0.0.1:$PORT/701\",\"https://127.0.0.1:$PORT/702\",\"https://127.0.0"
      ".1:$PORT/703\",\"https://127.0.0.1:$PORT/704\",\"https://127.0.0.1:$PORT/7"
      "05\",\"https://127.0.0.1:$PORT/706\",\"https://127.0.0.1:$PORT/707\",\"htt"
      "ps://127.0.0.1:$PORT/708\",\"https://127.0.0.1:$PORT/709\",\"https://127.0"
      ".0.1:$PORT/710\",\"https://127.0.0.1:$PORT/711\",\"https://127.0.0.1:$PORT"
      "/712\",\"https://127.0.0.1:$PORT/713\",\"https://127.0.0.1:$PORT/714\",\"h"
      "ttps://127.0.0.1:$PORT/715\",\"https://127.0.0.1:$PORT/716\",\"https://127"
      ".0.0.1:$PORT/717\",\"https://127.0.0.1:$PORT/718\",\"https://127.0.0.1:$PO"
      "RT/719\",\"https://127.0.0.1:$PORT/720\",\"https://127.0.0.1:$PORT/721\","
      "\"https://127.0.0.1:$PORT/722\",\"https://127.0.0.1:$PORT/723\",\"https://"
      "127.0.0.1:$PORT/724\",\"https://127.0.0.1:$PORT/725\",\"https://127.0.0.1:"
      "$PORT/726\",\"https://127.0.0.1:$PORT/727\",\"https://127.0.0.1:$PORT/728"
      "\",\"https://127.0.0.1:$PORT/729\",\"https://127.0.0.1:$PORT/730\",\"https"
      "://127.0.0.1:$PORT/731\",\"https://127.0.0.1:$PORT/732\",\"https://127.0.0"
      ".1:$PORT/733\",\"https://127.0.0.1:$PORT/734\",\"https://127.0.0.1:$PORT/7"
      "35\",\"https://127.0.0.1:$PORT/736\",\"https://127.0.0.1:$PORT/737\",\"htt"
      "ps://127.0.0.1:$PORT/738\",\"https://127.0.0.1:$PORT/739\",\"https://127.0"
      ".0.1:$PORT/740\",\"https://127.0.0.1:$PORT/741\",\"https://127.0.0.1:$PORT"
      "/742\",\"https://127.0.0.1:$PORT/743\",\"https://127.0.0.1:$PORT/744\",\"h"
      "ttps://127.0.0.1:$PORT/745\",\"https://127.0.0.1:$PORT/746\",\"https://127"
      ".0.0.1:$PORT/747\",\"https://127.0.0.1:$PORT/748\",\"https://127.0.0.1:$PO"
      "RT/749\",\"https://127.0.0.1:$PORT/750\",\"https://127.0.0.1:$PORT/751\","
      "\"https://127.0.0.1:$PORT/752\",\"https://127.0.0.1:$PORT/753\",\"https://"
      "127.0.0.1:$PORT/754\",\"https://127.0.0.1:$PORT/755\",\"https://127.0.0.1:"
      "$PORT/756\",\"https://127.0.0.1:$PORT/757\",\"https://127.0.0.1:$PORT/758"
      "\",\"https://127.0.0.1:$PORT/759\",\"https://127.0.0.1:$PORT/760\",\"https"
      "://127.0.0.1:$PORT/761\",\"https://127.0.0.1:$PORT/762\",\"https://127.0.0"
      ".1:$PORT/763\",\"https://127.0.0.1:$PORT/764\",\"https://127.0.0.1:$PORT/7"
      "65\",\"https://127.0.0.1:$PORT/766\",\"https://127.0.0.1:$PORT/767\",\"htt"
      "ps://127.0.0.1:$PORT/768\",\"https://127.0.0.1:$PORT/769\",\"https://127.0"
      ".0.1:$PORT/770\",\"https://127.0.0.1:$PORT/771\",\"https://127.0.0.1:$PORT"
      "/772\",\"https://127.0.0.1:$PORT/773\",\"https://127.0.0.1:$PORT/774\",\"h"
      "ttps://127.0.0.1:$PORT/775\",\"https://127.0.0.1:$PORT/776\",\"https://127"
      ".0.0.1:$PORT/777\",\"https://127.0.0.1:$PORT/778\",\"https://127.0.0.1:$PO"
      "RT/779\",\"https://127.0.0.1:$PORT/780\",\"https://127.0.0.1:$PORT/781\","
      "\"https://127.0.0.1:$PORT/782\",\"https://127.0.0.1:$PORT/783\",\"https://"
      "127.0.0.1:$PORT/784\",\"https://127.0.0.1:$PORT/785\",\"https://127.0.0.1:"
      "$PORT/786\",\"https://127.0.0.1:$PORT/787\",\"https://127.0.0.1:$PORT/788"
      "\",\"https://127.0.0.1:$PORT/789\",\"https://127.0.0.1:$PORT/790\",\"https"
      "://127.0.0.1:$PORT/791\",\"https://127.0.0.1:$PORT/792\",\"https://127.0.0"
      ".1:$PORT/793\",\"https://127.0.0.1:$PORT/794\",\"https://127.0.0.1:$PORT/7"
      "95\",\"https://127.0.0.1:$PORT/796\",\"https://127.0.0.1:$PORT/797\",\"htt"
      "ps://127.0.0.1:$PORT/798\",\"https://127.0.0.1:$PORT/799\",\"https://127.0"
      ".0.1:$PORT/800\",\"https://127.0.0.1:$PORT/801\",\"https://127.0.0.1:$PORT"
      "/802\",\"https://127.0.0.1:$PORT/803\",\"https://127.0.0.1:$PORT/804\",\"h"
      "ttps://127.0.0.1:$PORT/805\",\"https://127.0.0.1:$PORT/806\",\"https://127"
      ".0.0.1:$PORT/807\",\"https://127.0.0.1:$PORT/808\",\"https://127.0.0.1:$PO"
      "RT/809\",\"https://127.0.0.1:$PORT/810\",\"https://127.0.0.1:$PORT/811\","
      "\"https://127.0.0.1:$PORT/812\",\"https://127.0.0.1:$PORT/813\",\"https://"
      "127.0.0.1:$PORT/814\",\"https://127.0.0.1:$PORT/815\",\"https://127.0.0.1:"
      "$PORT/816\",\"https://127.0.0.1:$PORT/817\",\"https://127.0.0.1:$PORT/818"
      "\",\"https://127.0.0.1:$PORT/819\",\"https://127.0.0.1:$PORT/820\",\"https"
      "://127.0.0.1:$PORT/821\",\"https://127.0.0.1:$PORT/822\",\"https://127.0.0"
      ".1:$PORT/823\",\"https://127.0.0.1:$PORT/824\",\"https://127.0.0.1:$PORT/8"
      "25\",\"https://127.0.0.1:$PORT/826\",\"https://127.0.0.1:$PORT/827\",\"htt"
      "ps://127.0.0.1:$PORT/828\",\"https://127.0.0.1:$PORT/829\",\"https://127.0"
      ".0.1:$PORT/830\",\"https://127.0.0.1:$PORT/831\",\"https://127.0.0.1:$PORT"
      "/832\",\"https://127.0.0.1:$PORT/833\",\"https://127.0.0.1:$PORT/834\",\"h"
      "ttps://127.0.0.1:$PORT/835\",\"https://127.0.0.1:$PORT/836\",\"https://127"
      ".0.0.1:$PORT/837\",\"https://127.0.0.1:$PORT/838\",\"https://127.0.0.1:$PO"
      "RT/839\",\"https://127.0.0.1:$PORT/840\",\"https://127.0.0.1:$PORT/841\","
      "\"https://127.0.0.1:$PORT/842\",\"https://127.0.0.1:$PORT/843\",\"https://"
      "127.0.0.1:$PORT/844\",\"https://127.0.0.1:$PORT/845\",\"https://127.0.0.1:"
      "$PORT/846\",\"https://127.0.0.1:$PORT/847\",\"https://127.0.0.1:$PORT/848"
      "\",\"https://127.0.0.1:$PORT/849\",\"https://127.0.0.1:$PORT/850\",\"https"
      "://127.0.0.1:$PORT/851\",\"https://127.0.0.1:$PORT/852\",\"https://127.0.0"
      ".1:$PORT/853\",\"https://127.0.0.1:$PORT/854\",\"https://127.0.0.1:$PORT/8"
      "55\",\"https://127.0.0.1:$PORT/856\",\"https://127.0.0.1:$PORT/857\",\"htt"
      "ps://127.0.0.1:$PORT/858\",\"https://127.0.0.1:$PORT/859\",\"https://127.0"
      ".0.1:$PORT/860\",\"https://127.0.0.1:$PORT/861\",\"https://127.0.0.1:$PORT"
      "/862\",\"https://127.0.0.1:$PORT/863\",\"https://127.0.0.1:$PORT/864\",\"h"
      "ttps://127.0.0.1:$PORT/865\",\"https://127.0.0.1:$PORT/866\",\"https://127"
      ".0.0.1:$PORT/867\",\"https://127.0.0.1:$PORT/868\",\"https://127.0.0.1:$PO"
      "RT/869\",\"https://127.0.0.1:$PORT/870\",\"https://127.0.0.1:$PORT/871\","
      "\"https://127.0.0.1:$PORT/872\",\"https://127.0.0.1:$PORT/873\",\"https://"
      "127.0.0.1:$PORT/874\",\"https://127.0.0.1:$PORT/875\",\"https://127.0.0.1:"
      "$PORT/876\",\"https://127.0.0.1:$PORT/877\",\"https://127.0.0.1:$PORT/878"
      "\",\"https://127.0.0.1:$PORT/879\",\"https://127.0.0.1:$PORT/880\",\"https"
      "://127.0.0.1:$PORT/881\",\"https://127.0.0.1:$PORT/882\",\"https://127.0.0"
      ".1:$PORT/883\",\"https://127.0.0.1:$PORT/884\",\"https://127.0.0.1:$PORT/8"
      "85\",\"https://127.0.0.1:$PORT/886\",\"https://127.0.0.1:$PORT/887\",\"htt"
      "ps://127.0.0.1:$PORT/888\",\"https://127.0.0.1:$PORT/889\",\"https://127.0"
      ".0.1:$PORT/890\",\"https://127.0.0.1:$PORT/891\",\"https://127.0.0.1:$PORT"
      "/892\",\"https://127.0.0.1:$PORT/893\",\"https://127.0.0.1:$PORT/894\",\"h"
      "ttps://127.0.0.1:$PORT/895\",\"https://127.0.0.1:$PORT/896\",\"https://127"
      ".0.0.1:$PORT/897\",\"https://127.0.0.1:$PORT/898\",\"https://127.0.0.1:$PO"
      "RT/899\",\"https://127.0.0.1:$PORT/900\",\"https://127.0.0.1:$PORT/901\","
      "\"https://127.0.0.1:$PORT/902\",\"https://127.0.0.1:$PORT/903\",\"https://"
      "127.0.0.1:$PORT/904\",\"https://127.0.0.1:$PORT/905\",\"https://127.0.0.1:"
      "$PORT/906\",\"https://127.0.0.1:$PORT/907\",\"https://127.0.0.1:$PORT/908"
      "\",\"https://127.0.0.1:$PORT/909\",\"https://127.0.0.1:$PORT/910\",\"https"
      "://127.0.0.1:$PORT/911\",\"https://127.0.0.1:$PORT/912\",\"https://127.0.0"
      ".1:$PORT/913\",\"https://127.0.0.1:$PORT/914\",\"https://127.0.0.1:$PORT/9"
      "15\",\"https://127.0.0.1:$PORT/916\",\"https://127.0.0.1:$PORT/917\",\"htt"
      "ps://127.0.0.1:$PORT/918\",\"https://127.0.0.1:$PORT/919\",\"https://127.0"
      ".0.1:$PORT/920\",\"https://127.0.0.1:$PORT/921\",\"https://127.0.0.1:$PORT"
      "/922\",\"https://127.0.0.1:$PORT/923\",\"https://127.0.0.1:$PORT/924\",\"h"
      "ttps://127.0.0.1:$PORT/925\",\"https://127.0.0.1:$PORT/926\",\"https://127"
      ".0.0.1:$PORT/927\",\"https://127.0.0.1:$PORT/928\",\"https://127.0.0.1:$PO"
      "RT/929\",\"https://127.0.0.1:$PORT/930\",\"https://127.0.0.1:$PORT/931\","
      "\"https://127.0.0.1:$PORT/932\",\"https://127.0.0.1:$PORT/933\",\"https://"
      "127.0.0.1:$PORT/934\",\"https://127.0.0.1:$PORT/935\",\"https://127.0.0.1:"
      "$PORT/936\",\"https://127.0.0.1:$PORT/937\",\"https://127.0.0.1:$PORT/938"
      "\",\"https://127.0.0.1:$PORT/939\",\"https://127.0.0.1:$PORT/940\",\"https"
      "://127.0.0.1:$PORT/941\",\"https://127.0.0.1:$PORT/942\",\"https://127.0.0"
      ".1:$PORT/943\",\"https://127.0.0.1:$PORT/944\",\"https://127.0.0.1:$PORT/9"
      "45\",\"https://127.0.0.1:$PORT/946\",\"https://127.0.0.1:$PORT/947\",\"htt"
      "ps://127.0.0.1:$PORT/948\",\"https://127.0.0.1:$PORT/949\",\"https://127.0"
      ".0.1:$PORT/950\",\"https://127.0.0.1:$PORT/951\",\"https://127.0.0.1:$PORT"
      "/952\",\"https://127.0.0.1:$PORT/953\",\"https://127.0.0.1:$PORT/954\",\"h"
      "ttps://127.0.0.1:$PORT/955\",\"https://127.0.0.1:$PORT/956\",\"https://127"
      ".0.0.1:$PORT/957\",\"https://127.0.0.1:$PORT/958\",\"https://127.0.0.1:$PO"
      "RT/959\",\"https://127.0.0.1:$PORT/960\",\"https://127.0.0.1:$PORT/961\","
      "\"https://127.0.0.1:$PORT/962\",\"https://127.0.0.1:$PORT/963\",\"https://"
      "127.0.0.1:$PORT/964\",\"https://127.0.0.1:$PORT/965\",\"https://127.0.0.1:"
      "$PORT/966\",\"https://127.0.0.1:$PORT/967\",\"https://127.0.0.1:$PORT/968"
      "\",\"https://127.0.0.1:$PORT/969\",\"https://127.0.0.1:$PORT/970\",\"https"
      "://127.0.0.1:$PORT/971\",\"https://127.0.0.1:$PORT/972\",\"https://127.0.0"
      ".1:$PORT/973\",\"https://127.0.0.1:$PORT/974\",\"https://127.0.0.1:$PORT/9"
      "75\",\"https://127.0.0.1:$PORT/976\",\"https://127.0.0.1:$PORT/977\",\"htt"
      "ps://127.0.0.1:$PORT/978\",\"https://127.0.0.1:$PORT/979\",\"https://127.0"
      ".0.1:$PORT/980\",\"https://127.0.0.1:$PORT/981\",\"https://127.0.0.1:$PORT"
      "/982\",\"https://127.0.0.1:$PORT/983\",\"https://127.0.0.1:$PORT/984\",\"h"
      "ttps://127.0.0.1:$PORT/985\",\"https://127.0.0.1:$PORT/986\",\"https://127"
      ".0.0.1:$PORT/987\",\"https://127.0.0.1:$PORT/988\",\"https://127.0.0.1:$PO"
      "RT/989\",\"https://127.0.0.1:$PORT/990\",\"https://127.0.0.1:$PORT/991\","
      "\"https://127.0.0.1:$PORT/992\",\"https://127.0.0.1:$PORT/993\",\"https://"
      "127.0.0.1:$PORT/994\",\"https://127.0.0.1:$PORT/995\",\"https://127.0.0.1:"
      "$PORT/996\",\"https://127.0.0.1:$PORT/997\",\"https://127.0.0.1:$PORT/998"
      "\",\"https://127.0.0.1:$PORT/999\"]}",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_RESOURCE,
  },
  {
    .name = "metadata-on-another-origin-of-another-resource",
    .lies.challenge =
      "Bearer resource_metadata=\"$EVIL/prm\"",
    .lies.evil =
      "{\"resource\":\"$EVIL/mcp\",\"authorization_servers\":[\"$AS\"]}",
    .code = SALON_MCP_AUTH_ERROR_RESOURCE,
    .words =
      "$EVIL/mcp",
    .stage = AUTH_STAGE_NOTHING,
    .n_evil = 1,
  },
  {
    .name = "metadata-on-another-origin-of-this-resource",
    .lies.challenge =
      "Bearer resource_metadata=\"$EVIL/prm\"",
    .lies.evil =
      "{\"resource\":\"$MCP\",\"authorization_servers\":[\"$AS\"]}",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
    .n_evil = 1,
  },
  {
    .name = "issuer-of-somebody-else",
    .lies.server =
      "{\"issuer\":\"$EVIL\",\"authorization_endpoint\":\"$AS/authorize\",\"token"
      "_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"cod"
      "e_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_s"
      "upported\":[\"none\"],\"authorization_response_iss_parameter_supported\":t"
      "rue}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$EVIL\342\200\235",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "issuer-with-a-slash-more",
    .lies.server =
      "{\"issuer\":\"$AS/\",\"authorization_endpoint\":\"$AS/authorize\",\"token_"
      "endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code"
      "_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_su"
      "pported\":[\"none\"],\"authorization_response_iss_parameter_supported\":tr"
      "ue}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$AS/\342\200\235",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "issuer-in-capitals",
    .lies.server =
      "{\"issuer\":\"HTTPS://other.example\",\"authorization_endpoint\":\"$AS/aut"
      "horize\",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/"
      "register\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoin"
      "t_auth_methods_supported\":[\"none\"],\"authorization_response_iss_paramet"
      "er_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234HTTPS://",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "issuer-with-a-path-more",
    .lies.server =
      "{\"issuer\":\"$AS/x\",\"authorization_endpoint\":\"$AS/authorize\",\"token"
      "_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"cod"
      "e_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_s"
      "upported\":[\"none\"],\"authorization_response_iss_parameter_supported\":t"
      "rue}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$AS/x\342\200\235",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "issuer-missing",
    .lies.server =
      "{\"authorization_endpoint\":\"$AS/authorize\",\"token_endpoint\":\"$AS/tok"
      "en\",\"registration_endpoint\":\"$AS/register\",\"code_challenge_methods_s"
      "upported\":[\"S256\"],\"token_endpoint_auth_methods_supported\":[\"none\"]"
      ",\"authorization_response_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "issuer",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "issuer-is-a-number",
    .lies.server =
      "{\"issuer\":1,\"authorization_endpoint\":\"$AS/authorize\",\"token_endpoin"
      "t\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_challe"
      "nge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_supported"
      "\":[\"none\"],\"authorization_response_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "issuer",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "issuer-with-direction-marks",
    .lies.server =
      "{\"issuer\":\"$AS\\u202e\\u0007\\u2028x\",\"authorization_endpoint\":\"$AS"
      "/authorize\",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\""
      "$AS/register\",\"code_challenge_methods_supported\":[\"S256\"],\"token_end"
      "point_auth_methods_supported\":[\"none\"],\"authorization_response_iss_par"
      "ameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "issuer",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-redirected-to-somebody-else",
    .lies.server =
      "HTTP 302\nLocation: $EVIL/m\n\n",
    .lies.evil =
      "{\"issuer\":\"$EVIL\",\"authorization_endpoint\":\"$AS/authorize\",\"token"
      "_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"cod"
      "e_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_s"
      "upported\":[\"none\"],\"authorization_response_iss_parameter_supported\":t"
      "rue}",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$EVIL\342\200\235",
    .stage = AUTH_STAGE_SERVER,
    .n_evil = 2,
  },
  {
    .name = "server-metadata-redirected-for-ever",
    .lies.server =
      "HTTP 302\nLocation: $AS/loop\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "redirects again and again",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-redirected-inside",
    .lies.server =
      "HTTP 302\nLocation: https://localhost:$PORT/\n\n",
    .code = SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
    .words =
      "this computer",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "server-metadata-not-there",
    .lies.server =
      "HTTP 404\n\n{}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "no metadata for",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "no-s256-named",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"token"
      "_endpoint_auth_methods_supported\":[\"none\"],\"authorization_response_iss"
      "_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_UNSUPPORTED,
    .words =
      "code_challenge_methods_supported",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "plain-in-place-of-s256",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":[\"plain\",\"s256\"],\"token_endpoint_auth_m"
      "ethods_supported\":[\"none\"],\"authorization_response_iss_parameter_suppo"
      "rted\":true}",
    .code = SALON_MCP_AUTH_ERROR_UNSUPPORTED,
    .words =
      "S256",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "s256-as-a-string",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":\"S256\",\"token_endpoint_auth_methods_suppo"
      "rted\":[\"none\"],\"authorization_response_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_UNSUPPORTED,
    .words =
      "code_challenge_methods_supported",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "no-token-endpoint",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"registr"
      "ation_endpoint\":\"$AS/register\",\"code_challenge_methods_supported\":[\""
      "S256\"],\"token_endpoint_auth_methods_supported\":[\"none\"],\"authorizati"
      "on_response_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "token-endpoint-is-an-array",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":[\"$AS/token\"],\"registration_endpoint\":\"$AS/register\",\"cod"
      "e_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_s"
      "upported\":[\"none\"],\"authorization_response_iss_parameter_supported\":t"
      "rue}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "token_endpoint",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "no-authorization-endpoint",
    .lies.server =
      "{\"issuer\":\"$AS\",\"token_endpoint\":\"$AS/token\",\"registration_endpoi"
      "nt\":\"$AS/register\",\"code_challenge_methods_supported\":[\"S256\"],\"to"
      "ken_endpoint_auth_methods_supported\":[\"none\"],\"authorization_response_"
      "iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_UNSUPPORTED,
    .words =
      "authorization_endpoint",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "no-way-to-register",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"code_challenge_methods_supported\":[\"S256\"],\""
      "token_endpoint_auth_methods_supported\":[\"none\"],\"authorization_respons"
      "e_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "registered by hand",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "no-method-that-salon-knows",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_sup"
      "ported\":[\"tls_client_auth\"],\"authorization_response_iss_parameter_supp"
      "orted\":true}",
    .code = SALON_MCP_AUTH_ERROR_UNSUPPORTED,
    .words =
      "token_endpoint_auth_methods_supported",
    .stage = AUTH_STAGE_PLAN,
  },
  {
    .name = "authorization-endpoint-with-another-redirect",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize?redirect_ur"
      "i=$EVIL/cb&client_id=x\",\"token_endpoint\":\"$AS/token\",\"registration_e"
      "ndpoint\":\"$AS/register\",\"code_challenge_methods_supported\":[\"S256\"]"
      ",\"token_endpoint_auth_methods_supported\":[\"none\"],\"authorization_resp"
      "onse_iss_parameter_supported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "redirect_uri",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-with-another-state",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize?x=y&st%61te"
      "=z\",\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/regi"
      "ster\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_au"
      "th_methods_supported\":[\"none\"],\"authorization_response_iss_parameter_s"
      "upported\":true}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "state",
    .stage = AUTH_STAGE_SERVER,
  },
  {
    .name = "authorization-endpoint-with-a-query-of-its-own",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize?tenant=a\","
      "\"token_endpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register"
      "\",\"code_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_m"
      "ethods_supported\":[\"none\"],\"authorization_response_iss_parameter_suppo"
      "rted\":true}",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "endpoints-on-another-public-host",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$EVIL/token\",\"registration_endpoint\":\"$EVIL/register\",\"c"
      "ode_challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods"
      "_supported\":[\"none\"],\"authorization_response_iss_parameter_supported\""
      ":true}",
    .lies.evil =
      "{\"client_id\":\"c\",\"access_token\":\"token-that-is-secret\",\"token_typ"
      "e\":\"Bearer\"}",
    .code = -1,
    .stage = AUTH_STAGE_BROWSER,
    .n_evil = 2,
  },
  {
    .name = "challenge-of-a-megabyte",
    .lies.challenge =
      "Bearer resource_metadata=\"$ORIGIN/.well-known/oauth-protected-resource/mc"
      "p\", x=\"$BIG\", y=\"$BIG\", z=\"$BIG, Bearer",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "challenge-with-a-quote-that-never-ends",
    .lies.challenge =
      "Bearer error=\"invalid_token\", resource_metadata=\"https://127.0.0.1:$POR"
      "T/",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
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
