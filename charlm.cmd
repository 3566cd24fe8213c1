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
  echo charlm: CHARLM_BUILD is cpu ^(the default^) or cuda, got "%CHARLM_BUILD%" 1>&2
  exit /b 2
)
set "JAVA=java.exe" & set "VERSION=" & set "UNSAFE=" & set FOUND=0
rem Some write quotes into JAVA_HOME. The number of a Java that it names is read from its file; what the PATH has is taken as it is.
if defined JAVA_HOME set "JAVA_HOME=%JAVA_HOME:"=%"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if exist "%JAVA%" set FOUND=1
if not defined JAVA_HOME where /q java.exe && set FOUND=1
if %FOUND%==0 (
  echo charlm: there is no java at "%JAVA%"; install Java 17 or newer, or point JAVA_HOME at one 1>&2
  exit /b 2
)
if defined JAVA_HOME if exist "%JAVA_HOME%\release" for /f "usebackq tokens=1,2 delims==" %%a in ("%JAVA_HOME%\release") do if "%%a"=="JAVA_VERSION" set "VERSION=%%b"
if defined VERSION set "VERSION=%VERSION:"=%"
if defined VERSION for /f "tokens=1 delims=." %%v in ("%VERSION%") do set "VERSION=%%v"
if defined VERSION if %VERSION% LSS 17 (
  echo charlm: "%JAVA%" is Java %VERSION%; install Java 17 or newer, or point JAVA_HOME at one 1>&2
  exit /b 2
)
rem JavaCPP reaches memory by a way that newer JDKs warn of, and later refuse, unless they are told to allow it.
if defined VERSION if %VERSION% GEQ 23 set "UNSAFE=--sun-misc-unsafe-memory-access=allow"
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
  rem A build that changes nothing leaves the old jar in place.
  powershell -NoProfile -Command "(Get-Item $env:JAR).LastWriteTime = Get-Date"
)
:run
rem A run of a second ends before the JVM's optimising compiler has paid for itself.
set "QUICK="
if "%~1"=="evaluate" set "QUICK=-XX:TieredStopAtLevel=1"
rem On clusters this may list a number of threads for each level; ND4J takes one whole number and fails on the rest.
if defined OMP_NUM_THREADS for /f "delims=0123456789" %%x in ("%OMP_NUM_THREADS%") do set "OMP_NUM_THREADS="
if not defined GOMP_SPINCOUNT set GOMP_SPINCOUNT=10000
if not defined OPENBLAS_THREAD_TIMEOUT set OPENBLAS_THREAD_TIMEOUT=16
"%JAVA%" -Xmx1g -XX:+UseSerialGC -Xshare:auto -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %QUICK% %UNSAFE% %CHARLM_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
