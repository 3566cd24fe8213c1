@echo off
rem Builds charlm if its jar is missing or older than its sources, then runs it; in a distribution the jar lies beside this
rem file and nothing is built.
setlocal
set "HERE=%~dp0"
if not defined CHARLM_BUILD set CHARLM_BUILD=cpu
set "JAR=" & set "PROFILE="
if "%CHARLM_BUILD%"=="cpu" set "JAR=%HERE%target\charlm.jar"
if "%CHARLM_BUILD%"=="cuda" set "JAR=%HERE%target\cuda\charlm.jar" & set "PROFILE=-Pcuda"
if exist "%HERE%charlm.jar" set "JAR=%HERE%charlm.jar"
if not defined JAR (
  echo charlm: CHARLM_BUILD is cpu ^(the default^) or cuda, got '%CHARLM_BUILD%' 1>&2
  exit /b 2
)
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")
where /q "%JAVA%" 2>nul || if not exist "%JAVA%" (
  echo charlm: there is no java; install Java 17 or newer, or point JAVA_HOME at one 1>&2
  exit /b 2
)
set STALE=0
if not exist "%JAR%" set STALE=1
if exist "%HERE%charlm.jar" goto run
if %STALE%==0 powershell -NoProfile -Command "$jar = (Get-Item $env:JAR).LastWriteTimeUtc; $sources = @(Get-Item ($env:HERE + 'pom.xml')) + @(Get-ChildItem -Recurse -File ($env:HERE + 'src\main')); if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $jar }) { exit 1 }" || set STALE=1
if %STALE%==1 (
  echo charlm: building, once ^(about a minute the first time^) ... 1>&2
  pushd "%HERE%"
  call mvnw.cmd -q -B -ntp %PROFILE% -DskipTests package 1>&2
  if errorlevel 1 (
    popd
    echo charlm: the build failed, see above; it needs a JDK 17 or newer and the network the first time 1>&2
    exit /b 1
  )
  popd
)
:run
rem A run of a second ends before the JVM's optimising compiler has paid for itself.
set "QUICK="
if "%~1"=="evaluate" set "QUICK=-XX:TieredStopAtLevel=1"
if not defined GOMP_SPINCOUNT set GOMP_SPINCOUNT=10000
"%JAVA%" -Xmx1g -XX:+UseSerialGC -Xshare:auto -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %QUICK% %CHARLM_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
