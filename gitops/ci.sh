#!/usr/bin/env bash
# The steps of a pipeline, the same for every engine. docs/pipelines.md says what each needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
SELF=$PWD/gitops/ci.sh
# npm ci brings the Node.js that runs the program, for pulumi as well.
export PATH="$PWD/node_modules/.bin:$PATH" PULUMI_SKIP_UPDATE_CHECK=true
PROJECT=$PWD
PACK=(--policy-pack "$PWD/policy")
[ -z "${POLICY_CONFIG:-}" ] || PACK+=(--policy-pack-config "$PWD/$POLICY_CONFIG")
OUT=${OUT:-gitops-out}
case $OUT in /*) ;; *) OUT=$PWD/$OUT ;; esac

usage() {
  cat <<'TEXT'
Usage: gitops/ci.sh STEP, with the stack's name in STACK

  pull-request  types check rehearse policy preview review, then the page
  main          types check plan approved up verify, then the page
  nightly       drift policy-state, then the issue
  rotate        replaces secrets and keys of accounts (ROTATE_OPTIONS)
  comment       puts the page of pull-request into the one comment

Each word of the right column is a step too; SKIP names those to leave out.
Files go to the folder OUT (default: gitops-out), which a pipeline empties
first. docs/pipelines.md says which variables each step needs.
Exit status: 0 fine, 1 a step objects, 2 usage, 3 a step could not look.
TEXT
}

refuse() {
  echo "$1 (gitops-usage)" >&2
  exit 2
}

# --- single steps ---

types() { npm run --silent typecheck; }

check() { npm run --silent check -- --stack "$NAME"; }

# shellcheck disable=SC2086 # options are words
rehearse() {
  npm run --silent sandbox -- --once --stack "$NAME" --quiet --timeout 20m --junit "$OUT/rehearsal.xml" ${SANDBOX_OPTIONS:-}
}

# What the change does to the deployed stack, by a copy of its state without a secret: no key of the
# stack is needed, and no right to write. STATE_FILE has such a copy where the state cannot be read.
preview() {
  blind_copy
  engine_preview "$NAME" "$OUT/preview.json"
}

# What the policy pack says of the change, by the same copy.
policy() {
  blind_copy
  local status=0
  (cd "$PROJECT" && pulumi preview --stack "$NAME" "${PACK[@]}" --non-interactive --color never) 2>&1 |
    tee "$OUT/policy.log" || status=3
  sed -n '/^Policies:/,/^[A-OQ-Z]/p' "$OUT/policy.log" | sed '/^[A-OQ-Z]/d; s/ (local: .*)$//' >"$OUT/policy.txt"
  # A mandatory policy objects; a preview that fails for another reason could not look.
  ! grep -q '\[mandatory\]' "$OUT/policy.txt" || return 1
  return "$status"
}

# A project and a backend of their own, which know no secret, and end with this step.
blind_copy() {
  local copy
  copy=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder as it is named now
  trap "rm -rf '$copy'" EXIT
  PROJECT=$copy/project
  mkdir "$PROJECT" "$copy/backend"
  blind_state
  node gitops/steps/blind.ts settings <"Pulumi.$NAME.yaml" >"$PROJECT/Pulumi.$NAME.yaml"
  cp Pulumi.yaml "$PROJECT/"
  for entry in *; do
    case $entry in Pulumi.*) ;; *) ln -s "$PWD/$entry" "$PROJECT/" ;; esac
  done
  # It encrypts nothing but the word that stands for each secret.
  export PULUMI_BACKEND_URL="file://$copy/backend" PULUMI_CONFIG_PASSPHRASE=blind
  unset PULUMI_CONFIG_PASSPHRASE_FILE
  # The Okta provider does not start without a token; on a server of the stack's own a preview asks nothing.
  [ -n "${OKTA_ACCESS_TOKEN:-}${OKTA_API_TOKEN:-}${OKTA_API_PRIVATE_KEY:-}" ] || export OKTA_ACCESS_TOKEN=blind
  (
    cd "$PROJECT"
    pulumi stack init "$NAME" --non-interactive >&2
    pulumi stack import --stack "$NAME" --non-interactive --file "$OUT/state.json" >&2
  )
}

# The state with a word in place of each secret: nothing is decrypted.
blind_state() {
  if [ -n "${STATE_FILE:-}" ]; then cat "$STATE_FILE"; else
    pulumi stack export --stack "$STACK" --non-interactive
  fi | node gitops/steps/blind.ts state >"$OUT/state.json"
}

# What the engine is about to do with the deployer's identity.
plan() { engine_preview "$STACK" "$OUT/preview.json"; }

# A failed preview says why in its JSON, which review reads.
engine_preview() {
  (cd "$PROJECT" && pulumi preview --stack "$1" --json --show-sames --non-interactive --color never) >"$2" && return
  npm run --silent review -- --preview "$2" || true
  return 3
}

# shellcheck disable=SC2086 # options are words
review() {
  npm run --silent review -- --preview "$OUT/preview.json" --json --html "$OUT/review.html" \
    --markdown "$OUT/review.md" ${REVIEW_OPTIONS:-} "$@" >"$OUT/review.json"
}

# Refuses another change of access than the reviewed one. The gate has spoken in the review.
approved() {
  local digest=${REVIEWED_DIGEST:-} status=0
  if [ -z "$digest" ]; then
    digest=$(node gitops/steps/artifacts.ts reviewed 2>"$OUT/approved.txt") || status=$?
    cat "$OUT/approved.txt" >&2
    if [ "$status" != 0 ]; then
      # For whoever decides, and gives its digest by hand.
      review --fail-on never || true
      return "$status"
    fi
  fi
  review --fail-on never --approved "$digest"
}

# It previews once more: policies about the whole stack speak before anything is changed.
up() {
  pulumi up --stack "$STACK" --yes "${PACK[@]}" --non-interactive --color never
  # For the previews of pull requests.
  blind_state
}

# shellcheck disable=SC2086 # options are words
verify() {
  npm run --silent verify -- --stack "$STACK" --junit "$OUT/verify.xml" --markdown "$OUT/verify.md" ${VERIFY_OPTIONS:-}
}

# shellcheck disable=SC2086 # options are words
drift() { npm run --silent drift -- --stack "$STACK" --markdown "$OUT/drift.md" ${DRIFT_OPTIONS:-}; }

# Replaces secrets and keys of accounts, as the rotator. Standard output is the evidence.
# shellcheck disable=SC2086 # options are words
rotate() {
  npm run --silent rotate -- --stack "$STACK" ${ROTATE_OPTIONS:-} | tee -a "$OUT/rotation.jsonl"
}

# What the policy pack says of what is deployed.
policy_state() {
  npm run --silent policy -- --stack "$STACK" ${POLICY_CONFIG:+--config "$POLICY_CONFIG"} | tee "$OUT/policy.txt"
}

# One page of all that the steps wrote: the job's summary on GitHub, and what comment and issue publish.
page() {
  node gitops/steps/page.ts
  cat "$OUT/page.md"
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$OUT/page.md" >>"$GITHUB_STEP_SUMMARY"
}

comment() { node gitops/steps/publish.ts comment; }

known_state() { node gitops/steps/artifacts.ts known-state; }

issue() { node gitops/steps/publish.ts issue; }

# --- pipelines ---

# Runs steps one after the other, each in a process of its own, and notes how they ended.
# $1: go on | stop, at a step that does not end well
run_all() {
  local after=$1 step status
  shift
  for step in "$@"; do
    case " ${SKIP:-} " in *" $step "*) echo "$step left-out" >>"$OUT/steps" && continue ;; esac
    echo "--- $step"
    status=0
    "$SELF" "$step" || status=$?
    # Wrong types are an objection, whatever the compiler's status; others beyond the four could not look.
    case $step:$status in *:0 | *:1) ;; types:*) status=1 ;; *:2) ;; *) status=3 ;; esac
    echo "$step $status" >>"$OUT/steps"
    [ "$status" -le "$worst" ] || worst=$status
    [ "$status" = 0 ] || [ "$after" = go-on ] || return 0
  done
}

begin() {
  worst=0
  # Only what the steps write: OUT may hold more.
  (cd "$OUT" && rm -f steps page.md approved.txt review.{md,html,json} preview.json state.json verify.{md,xml} rehearsal.xml drift.md policy.{log,txt})
}

pull_request() {
  begin
  run_all stop types check
  if [ "$worst" = 0 ]; then
    run_all go-on rehearse policy
    run_all stop preview review
  fi
  "$SELF" page
  exit "$worst"
}

main() {
  begin
  run_all stop types check plan approved up verify
  "$SELF" page
  exit "$worst"
}

nightly() {
  begin
  run_all go-on drift policy-state
  "$SELF" page
  # Where there is no GitHub, the job's exit status is the message.
  [ -z "${GITHUB_TOKEN:-}" ] || "$SELF" issue || worst=3
  exit "$worst"
}

case ${1:-} in
  -h | --help) usage; exit ;;
  pull-request | main | nightly | approved | known-state | comment | issue) ;;
  # Programs of the stack, and of others, see no token of GitHub's.
  types | check | rehearse | preview | review | policy | plan | up | verify | drift | rotate | policy-state | page) unset GITHUB_TOKEN ;;
  "") refuse "gitops/ci.sh needs a step. Fix: see gitops/ci.sh --help." ;;
  *) refuse "gitops/ci.sh ${1:-}: no such step. Fix: see gitops/ci.sh --help." ;;
esac
[ $# = 1 ] || refuse "gitops/ci.sh takes one step. Fix: see gitops/ci.sh --help."
[[ ${STACK:-} =~ ^[A-Za-z0-9_][A-Za-z0-9_./-]*$ ]] || refuse "STACK must hold the stack's name. Fix: STACK=prod gitops/ci.sh $1"
export STACK OUT
# Of org/project/stack the last part names the stack's file.
NAME=${STACK##*/}
mkdir -p "$OUT"
"${1//-/_}"
