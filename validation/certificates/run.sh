#!/bin/sh
# Runs every solver on every problem that suits it and prints the two tables of docs/certificates.md as they are;
# exit code 1 where an estimate misses its bound.
cd "$(dirname "$0")/../.." || exit 2
log=$(mktemp)
export GRADFLOW_SLOW=1
dotnet test tests/Flow.Integrators.Tests -c Release --nologo \
    --filter FullyQualifiedName~CertificateTableTests --logger "console;verbosity=detailed" > "$log"
status=$?
dotnet test tests/Flow.Experiments.Tests -c Release --nologo \
    --filter FullyQualifiedName~GoldenCertificateTests --logger "console;verbosity=detailed" >> "$log" || status=1
echo "| problem | solver | rtol or step | certified | companions | estimate / true error | in [1/3, 30] | refused |"
echo "|---|---|---|---|---|---|---|---|"
grep -o 'case: |.*' "$log" | sed 's/^case: //' | sort -u
echo
echo "| solver | certified | pairs in [1/3, 30] | smallest estimate / true error |"
echo "|---|---|---|---|"
grep -o 'all: |.*' "$log" | sed 's/^all: //' | sort -u
rm -f "$log"
exit $status
