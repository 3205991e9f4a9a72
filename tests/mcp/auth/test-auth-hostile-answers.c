/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-cases.h"
#include "salon-core-error.h"

/* Answers of the browser, the token endpoint and the registration that are not to be believed. */

static const AuthCase cases[] = {
  {
    .name = "answer-without-issuer",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234iss\342\200\235 is missing",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-of-another-issuer",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=$EVIL",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$EVIL\342\200\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-of-another-issuer-that-was-not-promised",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_sup"
      "ported\":[\"none\"],\"authorization_response_iss_parameter_supported\":fal"
      "se}",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=$EVIL",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$EVIL\342\200\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-without-issuer-that-was-not-promised",
    .lies.server =
      "{\"issuer\":\"$AS\",\"authorization_endpoint\":\"$AS/authorize\",\"token_e"
      "ndpoint\":\"$AS/token\",\"registration_endpoint\":\"$AS/register\",\"code_"
      "challenge_methods_supported\":[\"S256\"],\"token_endpoint_auth_methods_sup"
      "ported\":[\"none\"],\"authorization_response_iss_parameter_supported\":fal"
      "se}",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "answer-of-an-issuer-with-a-slash-more",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=$AS/",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$AS/\342\200\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-of-an-issuer-in-capitals",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=HTTPS://other.example",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234HTTPS:",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-of-an-issuer-encoded-twice",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=https%253A%252F%252Fother.exampl"
      "e",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234https%3A",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-of-an-empty-issuer",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "iss",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-of-two-issuers",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=$AS&iss=$EVIL",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "parameter twice",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-of-an-issuer-with-direction-marks",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&iss=$AS%E2%80%AE%07x",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "iss",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "error-of-another-issuer",
    .lies.answer =
      "error=access_denied&error_description=Call+0900+now&state=$STATE&iss=$EVIL",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234$EVIL\342\200\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "error-without-issuer",
    .lies.answer =
      "error=access_denied&error_description=Call+0900+now&state=$STATE",
    .code = SALON_MCP_AUTH_ERROR_ISSUER,
    .words =
      "\342\200\234iss\342\200\235 is missing",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-with-another-state",
    .lies.answer =
      "code=code-that-is-secret&state=x&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_STATE,
    .words =
      "belongs to no sign-in",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-without-state",
    .lies.answer =
      "code=code-that-is-secret&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_STATE,
    .words =
      "belongs to no sign-in",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-with-an-empty-state",
    .lies.answer =
      "code=code-that-is-secret&state=&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_STATE,
    .words =
      "belongs to no sign-in",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-with-two-states",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&state=x&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "parameter twice",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-with-two-codes",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&code=x&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "parameter twice",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-with-code-and-error",
    .lies.answer =
      "code=code-that-is-secret&state=$STATE&error=access_denied&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_DENIED,
    .words =
      "other.example",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-without-code",
    .lies.answer =
      "state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "neither a \342\200\234code\342\200\235 nor an \342\200\234error\342\200"
      "\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-with-an-empty-code",
    .lies.answer =
      "code=&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "neither a \342\200\234code\342\200\235 nor an \342\200\234error\342\200"
      "\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-that-is-no-form",
    .lies.answer =
      "code=%zz&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "not encoded",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-with-nul",
    .lies.answer =
      "code=a%00b&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "not encoded",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-to-another-address",
    .lies.answer =
      "$EVIL/callback?code=code-that-is-secret&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_STATE,
    .words =
      "not the address that it was given",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-to-an-address-that-only-begins-alike",
    .lies.answer =
      "$REDIRECTx?code=code-that-is-secret&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_STATE,
    .words =
      "not the address that it was given",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "answer-in-the-fragment",
    .lies.answer =
      "$REDIRECT#code=code-that-is-secret&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_STATE,
    .words =
      "",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "access-denied-in-hostile-words",
    .lies.answer =
      "error=access_denied&error_description=%E2%80%AE%1B%5B31m%0A%3Cb%3Ehello&st"
      "ate=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_DENIED,
    .words =
      "did not let you sign in",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "access-denied-at-great-length",
    .lies.answer =
      "error=access_denied&error_description=$BIG&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_DENIED,
    .words =
      "did not let you sign in",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "unheard-of-error",
    .lies.answer =
      "error=boo&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_FAILED,
    .words =
      "\342\200\234boo\342\200\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "scope-refused",
    .lies.answer =
      "error=invalid_scope&state=$STATE&iss=$AS",
    .code = SALON_MCP_AUTH_ERROR_SCOPE,
    .words =
      "\342\200\234invalid_scope\342\200\235",
    .stage = AUTH_STAGE_BROWSER,
  },
  {
    .name = "token-is-a-page",
    .lies.token =
      "HTTP 200 text/html\n\n<html>token-that-is-secret",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "text/html",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-is-an-error-with-status-200",
    .lies.token =
      "{\"error\":\"invalid_grant\"}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "invalid_grant",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-and-error-at-once",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"Bearer\",\"exp"
      "ires_in\":3600,\"error\":\"invalid_grant\"}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "invalid_grant",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-refused-quoting-the-code",
    .lies.token =
      "HTTP 400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"code-that"
      "-is-secret is no code\"}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "invalid_grant",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-refused-in-hostile-words",
    .lies.token =
      "HTTP 400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"\\u202e\\"
      "u0007\\u2028x\"}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "invalid_grant",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-refused-with-a-page",
    .lies.token =
      "HTTP 502 text/html\n\n<html>token-that-is-secret",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "status 502",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-refused-without-end-of-words",
    .lies.token =
      "HTTP 400\n\n{\"error\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
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
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",\"er"
      "ror_description\":\"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
      "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "gave no token",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-of-type-mac",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"mac\",\"expire"
      "s_in\":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "mac",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-of-type-number",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":7,\"expires_in\""
      ":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "token_type",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-bound-without-being-asked",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"DPoP\",\"expir"
      "es_in\":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "DPoP",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-missing",
    .lies.token =
      "{\"token_type\":\"Bearer\",\"expires_in\":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "access_token",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-empty",
    .lies.token =
      "{\"access_token\":\"\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "access_token",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-is-a-number",
    .lies.token =
      "{\"access_token\":7,\"token_type\":\"Bearer\",\"expires_in\":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "access_token",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-with-a-line-break",
    .lies.token =
      "{\"access_token\":\"a\\r\\nX-Evil: b\",\"token_type\":\"Bearer\",\"expires"
      "_in\":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "access_token",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-with-a-space",
    .lies.token =
      "{\"access_token\":\"a b\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "access_token",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-with-nul",
    .lies.token =
      "{\"access_token\":\"a\\u0000b\",\"token_type\":\"Bearer\",\"expires_in\":3"
      "600}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "access_token",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-twice",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"Bearer\",\"exp"
      "ires_in\":3600,\"access_token\":\"x\"}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "\342\200\234access_token\342\200\235 twice",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-too-deep",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"Bearer\",\"exp"
      "ires_in\":3600,\"x\":$DEEP}",
    .code = SALON_MCP_AUTH_ERROR_TOKEN,
    .words =
      "no JSON that can be read",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-oversize",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"Bearer\",\"exp"
      "ires_in\":3600,\"x\":\"$BIG\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "longer than 256 KiB",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-without-end",
    .lies.token =
      "DRIP",
    .code = SALON_MCP_AUTH_ERROR_TIMED_OUT,
    .words =
      "did not answer within 30 seconds",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-never-begun",
    .lies.token =
      "HANG",
    .code = SALON_MCP_AUTH_ERROR_TIMED_OUT,
    .words =
      "did not answer within 30 seconds",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-endpoint-redirects-to-somebody-else",
    .lies.token =
      "HTTP 307\nLocation: $EVIL/token\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "to be sent elsewhere",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-endpoint-redirects-as-get",
    .lies.token =
      "HTTP 303\nLocation: $EVIL/token\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "to be sent elsewhere",
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-with-a-negative-life",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"Bearer\",\"exp"
      "ires_in\":-5}",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-with-an-endless-life",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"Bearer\",\"exp"
      "ires_in\":1e300}",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "token-with-a-life-of-text",
    .lies.token =
      "{\"access_token\":\"token-that-is-secret\",\"token_type\":\"Bearer\",\"exp"
      "ires_in\":\"soon\"}",
    .code = -1,
    .stage = AUTH_STAGE_TOKEN,
  },
  {
    .name = "registration-without-client-id",
    .lies.registration =
      "{}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "client_id",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-with-a-line-break",
    .lies.registration =
      "{\"client_id\":\"a\\r\\nX: y\"}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "client_id",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-with-an-empty-client-id",
    .lies.registration =
      "{\"client_id\":\"\"}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "client_id",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-with-a-broken-secret",
    .lies.registration =
      "{\"client_id\":\"a\",\"client_secret\":\"a\\nb\"}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "client_id",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-is-a-page",
    .lies.registration =
      "HTTP 201 text/html\n\n<html>",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "client_id",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-refused-in-hostile-words",
    .lies.registration =
      "HTTP 400\n\n{\"error\":\"invalid_client_metadata\",\"error_description\":"
      "\"\\u202e\\u0007<b>\"}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "did not register Salon",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-refused-with-a-page",
    .lies.registration =
      "HTTP 403 text/html\n\n<html>",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "status 403",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-without-end",
    .lies.registration =
      "DRIP",
    .code = SALON_MCP_AUTH_ERROR_TIMED_OUT,
    .words =
      "did not answer within 30 seconds",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-oversize",
    .lies.registration =
      "{\"client_id\":\"$BIG\"}",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "longer than 256 KiB",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-redirects",
    .lies.registration =
      "HTTP 307\nLocation: $EVIL/register\n\n",
    .code = SALON_MCP_AUTH_ERROR_DISCOVERY,
    .words =
      "to be sent elsewhere",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-of-another-redirect",
    .lies.registration =
      "{\"client_id\":\"a\",\"redirect_uris\":[\"$EVIL/cb\"]}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "redirect_uris",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-of-no-redirect",
    .lies.registration =
      "{\"client_id\":\"a\",\"redirect_uris\":[]}",
    .code = SALON_MCP_AUTH_ERROR_REGISTRATION,
    .words =
      "redirect_uris",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-with-an-unknown-method",
    .lies.registration =
      "{\"client_id\":\"a\",\"token_endpoint_auth_method\":\"tls_client_auth\"}",
    .code = SALON_MCP_AUTH_ERROR_UNSUPPORTED,
    .words =
      "tls_client_auth",
    .stage = AUTH_STAGE_REGISTRATION,
  },
  {
    .name = "registration-with-a-client-id-of-somebody-else",
    .lies.registration =
      "{\"client_id\":\"https://claude.example/client.json\"}",
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
