{{/* Pieces of NetworkPolicies. */}}
{{- define "doppel.ports" -}}
ports:
{{- range .ports }}
  - {protocol: TCP, port: {{ . }}}
{{- end }}
{{- end }}

{{/* The namespaces of environments */}}
{{- define "doppel.environmentPeer" -}}
- namespaceSelector:
    {{- if .Values.environments.pool }}
    matchExpressions:
      - key: kubernetes.io/metadata.name
        operator: In
        values:
          {{- toYaml .Values.environments.pool | nindent 10 }}
    {{- else }}
    matchLabels:
      doppel.dev/installation: {{ include "doppel.fullname" . }}
    {{- end }}
{{- end }}

{{/* Pods of this release in its own namespace: (dict "root" $ "component" "runner") */}}
{{- define "doppel.ownPeer" -}}
- podSelector:
    matchLabels:
      {{- include "doppel.selectorLabels" . | nindent 6 }}
{{- end }}

{{- define "doppel.listenerPorts" -}}
{{- $first := int .Values.environments.firstPort }}
{{- $last := sub (add $first (mul (int .Values.environments.limit) (int .Values.environments.portsPerEnvironment))) 1 }}
{{- if gt $last 32767 }}
{{- fail (printf "environments: %v environments of %v ports from %v on end at %v: they must stay below 32768" .Values.environments.limit .Values.environments.portsPerEnvironment $first $last) }}
{{- end }}
ports:
  - {protocol: TCP, port: {{ $first }}, endPort: {{ $last }}}
  - {protocol: UDP, port: {{ $first }}, endPort: {{ $last }}}
{{- end }}

{{- define "doppel.toKafka" -}}
{{- if .Values.evaluation.kafka.enabled }}
- to:
    {{- include "doppel.ownPeer" (dict "root" . "component" "kafka") | nindent 4 }}
  {{- include "doppel.ports" (dict "ports" (list 9092)) | nindent 2 }}
{{- else }}
- {{- include "doppel.ports" (dict "ports" .Values.networkPolicy.kafkaPorts) | nindent 2 }}
  {{- with .Values.networkPolicy.kafkaTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "doppel.toPostgres" -}}
{{- if .Values.evaluation.postgres.enabled }}
- to:
    {{- include "doppel.ownPeer" (dict "root" . "component" "postgres") | nindent 4 }}
  {{- include "doppel.ports" (dict "ports" (list 5432)) | nindent 2 }}
{{- else }}
- {{- include "doppel.ports" (dict "ports" (list .Values.postgres.port)) | nindent 2 }}
  {{- with .Values.networkPolicy.postgresTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "doppel.toApiServer" -}}
- {{- include "doppel.ports" (dict "ports" .Values.networkPolicy.apiServerPorts) | nindent 2 }}
  {{- with .Values.networkPolicy.apiServerTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "doppel.fromHttp" -}}
- {{- include "doppel.ports" (dict "ports" (list 8080)) | nindent 2 }}
  {{- with .from }}
  from:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
