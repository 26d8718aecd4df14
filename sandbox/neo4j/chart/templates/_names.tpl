{{/* Name of the StatefulSet, and prefix of most objects: the release's own unless overridden. */}}
{{- define "neo4j.fullname" -}}
{{- $name := .Release.Name -}}
{{- if .Values.fullnameOverride -}}
  {{- $name = .Values.fullnameOverride -}}
{{- else if and .Values.nameOverride (not (contains .Values.nameOverride .Release.Name)) -}}
  {{- $name = printf "%s-%s" .Release.Name .Values.nameOverride -}}
{{- end -}}
{{- $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "neo4j.name" -}}
{{- $name := trim (.Values.neo4j.name | default "" | toString) -}}
{{- if not $name -}}{{- fail "neo4j.name is required" -}}{{- end -}}
{{- $name -}}
{{- end -}}

{{/* The labels that all objects carry. */}}
{{- define "neo4j.labels" -}}
app: {{ include "neo4j.name" . | quote }}
{{- range $key, $value := .Values.neo4j.labels }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* The labels by which Services and the StatefulSet find the Pod. */}}
{{- define "neo4j.selector" -}}
app: {{ include "neo4j.name" . | quote }}
helm.neo4j.com/instance: {{ include "neo4j.fullname" . | quote }}
{{- end -}}

{{- define "neo4j.isEnterprise" -}}
{{- if required "neo4j.edition must be specified" .Values.neo4j.edition | regexMatch "(?i)enterprise" -}}true{{- end -}}
{{- end -}}

{{- define "neo4j.image" -}}
{{- with .Values.image -}}
{{- if .customImage -}}
  {{- if or .registry .repository .tag -}}
    {{- fail "image.customImage is a whole image: leave out image.registry, image.repository and image.tag." -}}
  {{- end -}}
  {{- .customImage -}}
{{- else -}}
  {{- $tag := printf "%s%s" $.Chart.AppVersion (ternary "-enterprise" "" (eq (include "neo4j.isEnterprise" $) "true")) -}}
  {{- printf "%s%s:%s" (ternary (printf "%s/" .registry) "" (ne (.registry | default "") "")) (.repository | default "neo4j") (.tag | default $tag) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* `true` unless the setting dbms.security.auth_enabled turns authentication off. */}}
{{- define "neo4j.isAuthEnabled" -}}
{{- if not (index (.Values.config | default dict) "dbms.security.auth_enabled" | default "true" | toString | regexMatch "(?i)no|false") -}}true{{- end -}}
{{- end -}}

{{/* Name of the Secret with the initial password. */}}
{{- define "neo4j.authSecretName" -}}
{{- if .Values.neo4j.passwordFromSecret -}}
  {{- tpl .Values.neo4j.passwordFromSecret . -}}
{{- else -}}
  {{- printf "%s-auth" (include "neo4j.name" .) -}}
{{- end -}}
{{- end -}}
