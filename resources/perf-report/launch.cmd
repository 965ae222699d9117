@echo off
rem Starts perf-report on a Windows agent; see launch.sh beside it.
setlocal
set "agent=%NODE_NAME%"
if "%agent%"=="" set "agent=this machine"
rem Names of agents may hold parentheses, which would end a block.
where node >nul 2>nul
if errorlevel 1 goto none
node -e "var v=process.versions.node.split('.');process.exit(v[0]>20||(v[0]==20&&v[1]>=19)?0:1)"
if errorlevel 1 goto old
if not "%PERF_REPORT_REPORTER%"=="" if not "%PERF_REPORT_REPORTER%"=="auto" (
  call %PERF_REPORT_REPORTER% ci
  exit /b
)
set "installed=node_modules\perf-report\dist\cli.js"
if exist "%installed%" (
  for /f %%p in ('node "%installed%" --protocol 2^>nul') do if "%%p"=="1" (
    node "%installed%" ci
    exit /b
  )
)
if exist "%PERF_REPORT_BUNDLE%" (
  node "%PERF_REPORT_BUNDLE%" ci
  exit /b
)
call npx --yes perf-report@0.1.0 ci
exit /b

:none
echo perf-report: no Node on %agent%: install Node 20.19 or newer there 1>&2
exit /b 90

:old
echo perf-report: the Node on %agent% is too old: install Node 20.19 or newer there 1>&2
exit /b 91
