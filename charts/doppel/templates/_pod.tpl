{{/* Contexts: what holds for all, replaced key by key. (dict "root" $ "own" .Values.mock.podSecurityContext) */}}
{{- define "doppel.podSecurity" -}}
{{- toYaml (mergeOverwrite (deepCopy .root.Values.podSecurityContext) (deepCopy (default dict .own))) }}
{{- end }}
{{- define "doppel.containerSecurity" -}}
{{- toYaml (mergeOverwrite (deepCopy .root.Values.containerSecurityContext) (deepCopy (default dict .own))) }}
{{- end }}

{{/* On which nodes: what holds for all pods, replaced by a service's own. (dict "root" $ "values" .Values.mock) */}}
{{- define "doppel.nodes" -}}
{{- range $key := list "nodeSelector" "tolerations" "affinity" }}
{{- with default (index $.root.Values $key) (index $.values $key) }}
{{ $key }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- with default .root.Values.priorityClassName .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "doppel.placement" -}}
{{- include "doppel.nodes" . }}
topologySpreadConstraints:
{{- if .values.topologySpreadConstraints }}
  {{- toYaml .values.topologySpreadConstraints | nindent 2 }}
{{- else }}
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "doppel.selectorLabels" . | nindent 8 }}
{{- end }}
{{- end }}

{{/* The pod of one of the five services. */}}
{{- define "doppel.podTemplate" -}}
{{- $values := index .root.Values .component }}
{{- $context := merge (dict "values" $values) . }}
metadata:
  labels:
    {{- include "doppel.labels" . | nindent 4 }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ include "doppel.config" . | sha256sum }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- include "doppel.pullSecrets" .root | nindent 2 }}
  serviceAccountName: {{ include "doppel.serviceAccountName" . }}
  automountServiceAccountToken: {{ eq .component "scheduler" }}
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
  securityContext:
    {{- include "doppel.podSecurity" (dict "root" .root "own" $values.podSecurityContext) | nindent 4 }}
  {{- include "doppel.placement" $context | nindent 2 }}
  containers:
    - name: {{ .component }}
      image: {{ include "doppel.image" (dict "root" .root "image" $values.image) }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      securityContext:
        {{- include "doppel.containerSecurity" (dict "root" .root "own" $values.containerSecurityContext) | nindent 8 }}
      envFrom:
        - configMapRef: {name: {{ include "doppel.componentName" . }}}
      env:
        {{- include "doppel.env" . | nindent 8 }}
      ports:
        - {name: http, containerPort: 8080, protocol: TCP}
        {{- if eq .component "scheduler" }}
        - {name: canary, containerPort: 8090, protocol: TCP}
        {{- end }}
      startupProbe:
        httpGet: {path: /q/health/started, port: http}
        periodSeconds: 2
        timeoutSeconds: 3
        failureThreshold: 90
      livenessProbe:
        httpGet: {path: /q/health/live, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /q/health/ready, port: http}
        periodSeconds: 3
        timeoutSeconds: 3
        failureThreshold: 3
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      volumeMounts:
        {{- include "doppel.mounts" . | nindent 8 }}
  volumes:
    {{- include "doppel.volumes" . | nindent 4 }}
{{- end }}

{{/* Deployment of a service; mock-svc is a StatefulSet of its own. */}}
{{- define "doppel.deployment" -}}
{{- $values := index .root.Values .component }}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "doppel.metadata" . | nindent 2 }}
spec:
  {{- if not (dig "autoscaling" "enabled" false $values) }}
  replicas: {{ $values.replicaCount }}
  {{- end }}
  revisionHistoryLimit: 3
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels:
      {{- include "doppel.selectorLabels" . | nindent 6 }}
  template:
    {{- include "doppel.podTemplate" . | nindent 4 }}
{{- end }}
