@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Starts Stillframe from the folder that this file lies in.
rem
rem   JAVA_HOME   the 64-bit JDK or JRE to use (17 or newer); default: java on PATH
rem   JAVA_OPTS   more options for the JVM, for example -Xmx4g for a repository of more than eight million chunks
setlocal
set "SF_HOME=%~dp0.."
set "SF_JAVA=java.exe"
if not "%JAVA_HOME%"=="" set "SF_JAVA=%JAVA_HOME%\bin\java.exe"
if "%STILLFRAME_CONFIG%"=="" set "STILLFRAME_CONFIG=%ProgramData%\Stillframe\stillframe.yaml"
rem -Xmx1g: left to itself the JVM takes a quarter of the machine from the applications that it backs up.
"%SF_JAVA%" -Xmx1g -Dfile.encoding=UTF-8 "-Dstillframe.home=%SF_HOME%" %JAVA_OPTS% -cp "%SF_HOME%\lib\*" dev.stillframe.cli.Main %*
exit /b %ERRORLEVEL%
