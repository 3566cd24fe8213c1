@echo off
rem Runs charlm, as the script charlm does on other systems: see there. A clone is built first if its sources have changed,
rem in a folder of its own in target\builds; the file current names the last build that succeeded. In a distribution the jar
rem lies beside this file and nothing is built. Not run on Windows so far.
setlocal
set "HERE=%~dp0"
set "REASON="
if not "%HERE:;=%"=="%HERE%" set REASON=1
if not "%HERE:!\=%"=="%HERE%" set REASON=1
if defined REASON (
  echo charlm: Java cannot run what lies in a folder whose name has a semicolon or ends with an exclamation mark: "%HERE%"; rename or move it 1>&2
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
set "JAR=%HERE%charlm.jar"
if exist "%JAR%" goto run
if not defined CHARLM_BUILD set CHARLM_BUILD=cpu
set "PROFILE=none"
if "%CHARLM_BUILD%"=="cpu" set "PROFILE="
if "%CHARLM_BUILD%"=="cuda" set "PROFILE=-Pcuda"
if "%PROFILE%"=="none" (
  echo charlm: CHARLM_BUILD is cpu ^(the default^) or cuda, got "%CHARLM_BUILD%" 1>&2
  exit /b 2
)
set "BUILDS=%HERE%target\builds\%CHARLM_BUILD%"
call :fresh && goto run
if not exist "%BUILDS%" md "%BUILDS%" 2>nul
set "TRIED=%BUILDS%\try-%RANDOM%"
2>nul (type nul >"%TRIED%")
if not exist "%TRIED%" (
  echo charlm: "%BUILDS%" cannot be written and has no build of these sources; let its owner call charlm once, or copy the clone 1>&2
  exit /b 5
)
del "%TRIED%"
set "SAID="
:wait
rem Who can open the lock for writing builds. Windows closes it when the builder ends, however it ends.
set "BUILT="
8>&2 2>nul (9>"%BUILDS%\lock" (call :build 2>&8))
if "%BUILT%"=="0" goto run
if defined BUILT exit /b 1
if not defined SAID echo charlm: another start is building; waiting for it ... 1>&2
set SAID=1
ping -n 2 127.0.0.1 >nul
goto wait

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

rem Finds the jar of the last build. Fails if there is none, or if a source has changed since it began.
:fresh
set "NAME="
if exist "%BUILDS%\current" set /p NAME=<"%BUILDS%\current"
if not defined NAME exit /b 1
set "JAR=%BUILDS%\%NAME%\charlm.jar"
if not exist "%JAR%" exit /b 1
powershell -NoProfile -Command "$begun = (Get-Item -LiteralPath ($env:BUILDS + '\current')).LastWriteTimeUtc; $sources = @(Get-Item -LiteralPath ($env:HERE + 'pom.xml')) + @(Get-ChildItem -Recurse -LiteralPath ($env:HERE + 'src\main')); if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $begun }) { exit 1 }"
exit /b %ERRORLEVEL%

rem Sets BUILT to 0 if there is a build afterwards, else to 1.
:build
set BUILT=0
call :fresh && exit /b 0
echo charlm: building, once ^(about a minute the first time^) ... 1>&2
set "NAME=%RANDOM%"
for /f %%t in ('powershell -NoProfile -Command "Get-Date -Format yyyyMMdd-HHmmss"') do set "NAME=%%t-%NAME%"
set "HALF=%BUILDS%\%NAME%"
md "%HALF%" || goto failed
>"%HALF%\name" echo %NAME%
pushd "%HERE%"
call mvnw.cmd -q -B -ntp %PROFILE% -Dmaven.test.skip -Djacoco.skip "-Dbuild.folder=%HALF%\maven" package 1>&2
set FAILED=%ERRORLEVEL%
popd
if not %FAILED%==0 goto failed
move "%HALF%\maven\charlm.jar" "%HALF%" >nul || goto failed
move "%HALF%\maven\lib" "%HALF%" >nul || goto failed
rd /s /q "%HALF%\maven"
move /y "%HALF%\name" "%BUILDS%\current" >nul || goto failed
set "JAR=%HALF%\charlm.jar"
rem What else is there is half done or an older build. Windows does not delete the jar of one that a run uses.
for /d %%d in ("%BUILDS%\*") do if /i not "%%~nxd"=="%NAME%" (
  if exist "%%d\charlm.jar" del /q "%%d\charlm.jar" 2>nul
  if not exist "%%d\charlm.jar" rd /s /q "%%d" 2>nul
)
exit /b 0
:failed
rd /s /q "%HALF%" 2>nul
echo charlm: the build failed, see above; it needs a JDK 17 or newer and the network the first time 1>&2
if exist "%BUILDS%\current" echo charlm: the build before it stays as it was 1>&2
set BUILT=1
exit /b 1
