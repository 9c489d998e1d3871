from casework.config.cli import main

main()
