// The command line of this program starts here.
return 0;
