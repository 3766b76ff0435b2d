{{/* Names, labels, images. Templates that speak of one component take (dict "root" $ "component" "mock"). */}}

{{- define "doppel.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "doppel.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "doppel.componentName" -}}
{{- printf "%s-%s" (include "doppel.fullname" .root) .component }}
{{- end }}

{{- define "doppel.selectorLabels" -}}
app.kubernetes.io/name: {{ include "doppel.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "doppel.releaseLabels" -}}
app.kubernetes.io/name: {{ include "doppel.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "doppel.labels" -}}
{{ include "doppel.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: doppel
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "doppel.metadata" -}}
name: {{ include "doppel.componentName" . }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "doppel.labels" . | nindent 2 }}
{{- with .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* (dict "root" $ "image" .Values.mock.image) */}}
{{- define "doppel.image" -}}
{{- $name := .image.repository }}
{{- with .root.Values.image.registry }}
{{- $name = printf "%s/%s" (trimSuffix "/" .) $name }}
{{- end }}
{{- if .image.digest }}
{{- printf "%s@%s" $name .image.digest }}
{{- else }}
{{- printf "%s:%s" $name (coalesce .image.tag .root.Values.image.tag .root.Chart.AppVersion) }}
{{- end }}
{{- end }}

{{- define "doppel.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "doppel.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount }}
{{- if $account.create }}
{{- default (include "doppel.componentName" .) $account.name }}
{{- else }}
{{- default "default" $account.name }}
{{- end }}
{{- end }}

{{- define "doppel.tokenSecret" -}}
{{- default (printf "%s-token" (include "doppel.fullname" .)) .Values.auth.existingSecret }}
{{- end }}

{{- define "doppel.caSecret" -}}
{{- default (printf "%s-ca" (include "doppel.fullname" .)) .Values.ca.existingSecret }}
{{- end }}

{{- define "doppel.trustConfigMap" -}}
{{- printf "%s-trust" (include "doppel.fullname" .) }}
{{- end }}

{{- define "doppel.postgresSecret" -}}
{{- if .Values.evaluation.postgres.enabled }}
{{- printf "%s-postgres" (include "doppel.fullname" .) }}
{{- else }}
{{- required "postgres.existingSecret: name a Secret with user name and password, or set evaluation.postgres.enabled" .Values.postgres.existingSecret }}
{{- end }}
{{- end }}

{{- define "doppel.postgresHost" -}}
{{- if .Values.evaluation.postgres.enabled }}
{{- printf "%s-postgres" (include "doppel.fullname" .) }}
{{- else }}
{{- required "postgres.host: say where Postgres is, or set evaluation.postgres.enabled" .Values.postgres.host }}
{{- end }}
{{- end }}

{{- define "doppel.bootstrapServers" -}}
{{- if .Values.evaluation.kafka.enabled }}
{{- printf "%s-kafka:9092" (include "doppel.fullname" .) }}
{{- else }}
{{- required "kafka.bootstrapServers: say where Kafka is, or set evaluation.kafka.enabled" .Values.kafka.bootstrapServers }}
{{- end }}
{{- end }}
